package sse.client.internal.request;

import java.net.URI;
import java.util.Locale;

/** The origin of a URI (RFC 6454), as {@code EventSource} reports it. */
public final class Origin {
    private Origin() {}

    /** Returns scheme, host and port, without the port if it is the scheme's own. */
    public static String of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        int port = uri.getPort();
        boolean isDefault = port == -1 || port == (scheme.equals("https") ? 443 : 80);
        return scheme + "://" + host + (isDefault ? "" : ":" + port);
    }
}
