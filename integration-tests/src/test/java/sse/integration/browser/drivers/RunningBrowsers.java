package sse.integration.browser.drivers;

import java.io.IOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * The browsers that tests have started: one of each engine, until all tests have ended. Confined to the test's thread.
 */
final class RunningBrowsers implements AutoCloseable {
    private final Map<Engine, Browser> browsers = new EnumMap<>(Engine.class);
    private final Map<Engine, BrowserException> failures = new EnumMap<>(Engine.class);

    /**
     * Opens a page, in a new browser if there is none or it has crashed.
     *
     * @throws BrowserException if the browser does not start; then it is not tried again
     */
    Page newPage(Engine engine) {
        if (failures.containsKey(engine)) {
            throw failures.get(engine);
        }
        Browser browser = browsers.get(engine);
        if (browser == null || !browser.isAlive()) {
            if (browser != null) {
                browser.close();
            }
            browser = start(engine);
            browsers.put(engine, browser);
        }
        return browser.newPage();
    }

    private Browser start(Engine engine) {
        try {
            return engine.start();
        } catch (IOException | RuntimeException | AssertionError failure) {
            failures.put(engine, new BrowserException(engine + " does not start", failure));
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            failures.put(engine, new BrowserException(engine + " interrupted", interrupted));
        }
        throw failures.get(engine);
    }

    @Override
    public void close() {
        browsers.values().forEach(Browser::close);
    }
}
