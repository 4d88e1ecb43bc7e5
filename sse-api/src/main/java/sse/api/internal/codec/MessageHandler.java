package sse.api.internal.codec;

/** Receives the messages of a stream from an {@link EventAssembler}. */
@FunctionalInterface
public interface MessageHandler {

    /** Receives a message when its blank line has been read. */
    void onMessage(String type, String data, String lastEventId);
}
