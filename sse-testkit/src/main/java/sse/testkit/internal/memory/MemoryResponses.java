package sse.testkit.internal.memory;

import java.nio.ByteBuffer;
import java.time.InstantSource;
import sse.api.Headers;
import sse.api.Response;
import sse.api.spi.http.HttpDate;
import sse.api.spi.http.TransportFields;
import sse.testkit.internal.http.ClientRequest;
import sse.testkit.internal.http.ResponseHead;

/**
 * Adds the fields of the transport to a complete response, and omits its content where required (RFC 9110 sections
 * 6.6.1, 8.6, 9.3.2).
 */
final class MemoryResponses {
    private MemoryResponses() {}

    static ResponseHead head(ClientRequest request, Response response, boolean last) {
        Headers.Builder headers = applicationFields(response.headers());
        boolean isLengthKnown = response.content().hasRemaining() || !isHead(request);
        if (isLengthKnown && response.status() != 204 && response.status() != 304) {
            headers.add("Content-Length", Integer.toString(response.content().remaining()));
        }
        if (last) {
            headers.add("Connection", "close");
        }
        return new ResponseHead(response.status(), headers.build());
    }

    static ResponseHead streamHead(int status, Headers fields) {
        return new ResponseHead(status, applicationFields(fields).build());
    }

    static ByteBuffer content(ClientRequest request, Response response) {
        return isHead(request) ? ByteBuffer.allocate(0) : response.content();
    }

    private static boolean isHead(ClientRequest request) {
        return request.method().equals("HEAD");
    }

    /** Returns the fields without those that belong to the transport, and the date. */
    private static Headers.Builder applicationFields(Headers fields) {
        Headers.Builder headers = Headers.builder();
        fields.forEach((name, value) -> {
            if (!TransportFields.contains(name)) {
                headers.add(name, value);
            }
        });
        return headers.add("Date", new HttpDate(InstantSource.system()).now());
    }
}
