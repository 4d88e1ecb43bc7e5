package sse.servlet;

import java.util.Set;
import sse.testkit.TransportAbility;

/** What a mount can do in each container. */
final class Abilities {
    static final Set<TransportAbility> TOMCAT = http1();
    static final Set<TransportAbility> JETTY = http1();
    static final Set<TransportAbility> UNDERTOW = http1();

    static final Set<TransportAbility> TOMCAT_HTTP2 = Set.of(
            TransportAbility.SOCKETS,
            TransportAbility.NOTICES_CLIENT_END,
            TransportAbility.MARKS_STREAM_END,
            TransportAbility.KEEPS_CONNECTION);

    static final Set<TransportAbility> JETTY_HTTP2 = http2();
    static final Set<TransportAbility> UNDERTOW_HTTP2 = http2();

    private Abilities() {}

    private static Set<TransportAbility> http1() {
        return Set.of(
                TransportAbility.SOCKETS,
                TransportAbility.SPEAKS_HTTP1,
                TransportAbility.MARKS_STREAM_END,
                TransportAbility.KEEPS_CONNECTION);
    }

    private static Set<TransportAbility> http2() {
        return Set.of(TransportAbility.SOCKETS, TransportAbility.MARKS_STREAM_END, TransportAbility.KEEPS_CONNECTION);
    }
}
