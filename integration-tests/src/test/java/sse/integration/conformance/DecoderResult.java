package sse.integration.conformance;

/** What a decoder made of a case. */
enum DecoderResult {
    PASSES("passes"),
    FAILS("**fails**"),
    /** It failed without handing out something else, or was not run. Counted, and not named. */
    OTHER("–");

    private final String cell;

    DecoderResult(String cell) {
        this.cell = cell;
    }

    String cell() {
        return cell;
    }
}
