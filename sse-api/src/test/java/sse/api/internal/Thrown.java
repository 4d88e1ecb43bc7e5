package sse.api.internal;

import java.io.IOException;

/** What user code may throw. */
public enum Thrown {
    EXCEPTION(new IllegalStateException(Thrown.MESSAGE)),
    ERROR(new AssertionError(Thrown.MESSAGE)),

    /** As code in Kotlin or Scala may throw it from anywhere. */
    UNDECLARED_CHECKED_EXCEPTION(new IOException(Thrown.MESSAGE)),
    UNDECLARED_INTERRUPT(new InterruptedException(Thrown.MESSAGE));

    /** What it says. */
    public static final String MESSAGE = "as the test wants it";

    private final Throwable what;

    Thrown(Throwable what) {
        this.what = what;
    }

    /** Throws it. */
    public RuntimeException now() {
        throw undeclared(what);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // There is no cast at run time.
    private static <X extends Throwable> RuntimeException undeclared(Throwable thrown) throws X {
        throw (X) thrown;
    }
}
