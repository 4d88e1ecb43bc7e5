package sse.api;

import java.util.ArrayList;
import java.util.List;
import sse.conformance.DecoderCase;
import sse.conformance.StreamListener;

/** What a case of the conformance kit expects, as a {@link DecodingLog} records it. */
final class ExpectedDecoding implements StreamListener {

    final List<String> entries = new ArrayList<>();
    String lastEventId = "";

    static ExpectedDecoding of(DecoderCase decoderCase) {
        var expected = new ExpectedDecoding();
        decoderCase.replay(expected);
        return expected;
    }

    @Override
    public void event(String type, String data, String id) {
        entries.add("event " + type + "|" + data + "|" + id);
    }

    @Override
    public void retry(long millis) {
        entries.add("retry " + millis);
    }

    @Override
    public void comment(String text) {
        entries.add("comment " + text);
    }

    @Override
    public void lastEventId(String id) {
        lastEventId = id;
    }
}
