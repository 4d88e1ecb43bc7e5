package sse.integration.browser.drivers;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import sse.integration.fixtures.SearchPath;

/** The browsers, by what they are built on. */
public enum Engine {
    CHROMIUM("chromium") {
        @Override
        Browser start() throws IOException, InterruptedException {
            return Chromium.launch();
        }
    },
    FIREFOX("firefox-esr") {
        @Override
        Browser start() throws IOException, InterruptedException {
            return Firefox.launch();
        }
    },
    /** WebKitGTK's small browser. It has no mode without a display, so that it gets a virtual one. */
    WEBKIT("WebKitWebDriver", "MiniBrowser", "Xvfb") {
        @Override
        Browser start() throws IOException, InterruptedException {
            return WebKit.launch();
        }
    };

    /** Where Debian keeps programs that no user starts. */
    private static final String[] DIRECTORIES = {
        "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1",
        "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.0",
        "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.1",
        "/usr/lib/aarch64-linux-gnu/webkit2gtk-4.0"
    };

    private final List<String> programs;

    Engine(String... programs) {
        this.programs = List.of(programs);
    }

    /** Starts the browser with an empty profile. */
    abstract Browser start() throws IOException, InterruptedException;

    /** Returns the first of the necessary programs that is not installed. */
    Optional<String> missingProgram() {
        return programs.stream().filter(name -> find(name).isEmpty()).findFirst();
    }

    /** Returns the path of a program that is installed. */
    static String program(String name) {
        return find(name).orElseThrow();
    }

    private static Optional<String> find(String name) {
        return SearchPath.find(name, DIRECTORIES).map(Object::toString);
    }

    /** Returns the name in lower case. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
