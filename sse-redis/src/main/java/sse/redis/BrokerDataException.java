package sse.redis;

/** Thrown when the broker's answer is not what the library has stored. */
final class BrokerDataException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BrokerDataException(String message) {
        super(message);
    }
}
