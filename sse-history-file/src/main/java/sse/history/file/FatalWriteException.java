package sse.history.file;

import java.io.IOException;

/** Thrown if it is not known what of a write is stored: then nothing may be written behind it. */
final class FatalWriteException extends IOException {
    private static final long serialVersionUID = 1;

    FatalWriteException(String message, IOException cause) {
        super(message, cause);
    }
}
