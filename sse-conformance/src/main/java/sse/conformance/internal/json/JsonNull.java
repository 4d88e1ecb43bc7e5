package sse.conformance.internal.json;

/** The value {@code null} of JSON. */
public enum JsonNull {
    INSTANCE;

    @Override
    public String toString() {
        return "null";
    }
}
