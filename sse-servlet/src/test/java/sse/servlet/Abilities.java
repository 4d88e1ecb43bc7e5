package sse.servlet;

import java.util.Set;
import sse.testkit.TransportAbility;

/** What a mount can do in each container, over HTTP/1.1 unless it says otherwise. */
final class Abilities {
    static final Set<TransportAbility> TOMCAT =
            Set.of(TransportAbility.SOCKETS, TransportAbility.MARKS_STREAM_END, TransportAbility.KEEPS_CONNECTION);

    static final Set<TransportAbility> JETTY =
            Set.of(TransportAbility.SOCKETS, TransportAbility.MARKS_STREAM_END, TransportAbility.KEEPS_CONNECTION);

    static final Set<TransportAbility> UNDERTOW =
            Set.of(TransportAbility.SOCKETS, TransportAbility.MARKS_STREAM_END, TransportAbility.KEEPS_CONNECTION);

    private Abilities() {}
}
