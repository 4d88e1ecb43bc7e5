package sse.servlet;

/** Uses an {@link AsyncResponse}. Called on the lane. */
interface ResponseUser {
    /** Called when the container takes bytes again, and possibly without cause. */
    void onWritable();

    /** Called once, when the response has ended. */
    void onEnd();

    /** Called when the mount closes. Must end the response, unless it ends soon anyway. */
    void onClose();
}
