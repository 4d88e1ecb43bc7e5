package sse.client;

import java.util.Objects;

/**
 * Reports to a reader that an {@link EventSource} has ended otherwise than in order. Its message is that of the end.
 *
 * <p>It is unchecked because {@link java.util.Iterator} and {@link java.util.concurrent.Flow} leave no other choice.
 */
public final class EventSourceException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient SourceEnd end;

    /**
     * Creates an exception.
     *
     * @param end how the source ended
     */
    public EventSourceException(SourceEnd end) {
        super(Objects.requireNonNull(end, "end").message(), end.cause().orElse(null));
        this.end = end;
    }

    /**
     * Returns how the source ended.
     *
     * @return the end
     */
    public SourceEnd end() {
        return end;
    }
}
