package sse.integration.browser.drivers;

/** A running browser. Confined to the test's thread. */
interface Browser extends AutoCloseable {
    /** Opens an empty page, in a profile of its own if the browser has several. */
    Page newPage();

    /** Returns false if the browser has crashed. */
    boolean isAlive();

    /** Ends the browser and its processes, and deletes its profile. */
    @Override
    void close();
}
