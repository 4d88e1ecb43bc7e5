package sse.api;

/** Whether a {@link Run} is running, or how it has ended. */
public enum RunState {
    /** Its producer runs, or is about to. */
    RUNNING,

    /** Its producer has returned. */
    COMPLETED,

    /** Its producer has thrown an exception. */
    FAILED,

    /** It was stopped: by {@link Run#stop()}, because its time was over, or because its {@link Runs} were closed. */
    STOPPED
}
