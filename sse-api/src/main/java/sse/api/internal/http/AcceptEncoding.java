package sse.api.internal.http;

import java.util.Locale;
import sse.api.Headers;

/** What the {@code Accept-Encoding} fields of a request say of gzip (RFC 9110 section 12.5.3). */
public final class AcceptEncoding {
    private static final int UNNAMED = -1;

    private AcceptEncoding() {}

    /**
     * Returns true if the fields name {@code gzip}, or its other name {@code x-gzip}, with a quality that is not zero
     * and not below that of {@code identity}. A wildcard does not count, nor does it if there is no field: a client
     * that names gzip can decode it.
     */
    public static boolean prefersGzip(Headers headers) {
        int gzip = UNNAMED;
        int identity = UNNAMED;
        for (String field : headers.all("Accept-Encoding")) {
            for (String coding : field.split(",", -1)) {
                switch (name(coding)) {
                    case "gzip", "x-gzip" -> gzip = Math.max(gzip, Quality.of(coding));
                    case "identity" -> identity = Math.max(identity, Quality.of(coding));
                    default -> {
                        // Not offered.
                    }
                }
            }
        }
        return gzip > 0 && gzip >= identity;
    }

    private static String name(String coding) {
        int semicolon = coding.indexOf(';');
        String name = semicolon < 0 ? coding : coding.substring(0, semicolon);
        return name.strip().toLowerCase(Locale.ROOT);
    }
}
