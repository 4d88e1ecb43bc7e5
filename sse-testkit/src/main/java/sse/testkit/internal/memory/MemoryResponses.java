package sse.testkit.internal.memory;

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

    static ResponseHead head(Response response, boolean last) {
        Headers.Builder headers = Headers.builder();
        response.headers().forEach((name, value) -> {
            if (!TransportFields.contains(name)) {
                headers.add(name, value);
            }
        });
        headers.add("Date", new HttpDate(InstantSource.system()).now());
        if (response.status() != 204 && response.status() != 304) {
            headers.add("Content-Length", Integer.toString(response.body().length));
        }
        if (last) {
            headers.add("Connection", "close");
        }
        return new ResponseHead(response.status(), headers.build());
    }

    static byte[] content(ClientRequest request, Response response) {
        return request.method().equals("HEAD") ? new byte[0] : response.body();
    }
}
