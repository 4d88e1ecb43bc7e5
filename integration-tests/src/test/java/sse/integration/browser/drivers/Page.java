package sse.integration.browser.drivers;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import sse.integration.fixtures.Waiting;

/** A page of a browser. Confined to the test's thread. Every wait has a deadline. */
public abstract class Page implements AutoCloseable {
    /** The deadline of every wait in a page. */
    public static final Duration DEADLINE = Duration.ofSeconds(30);

    /** How long a command may take: longer than a wait in the page, so that the page reports its deadline. */
    static final Duration COMMAND_DEADLINE = DEADLINE.plusSeconds(10);

    /** A promise of a text: the result of a function as JSON, or what it threw. */
    private static final String CALL = """
            (async () => {
                try {
                    return JSON.stringify({ value: await (%s)(%s) });
                } catch (failure) {
                    return JSON.stringify({ failure: String(failure) });
                }
            })()""";

    /** Calls a function again and again until its result is true. Microtasks, timers and events run in between. */
    private static final String UNTIL = """
            async (...parameters) => {
                const condition = %s;
                const deadline = performance.now() + %d;
                while (!await condition(...parameters)) {
                    if (performance.now() > deadline) {
                        throw new Error("not in time: " + condition);
                    }
                    await new Promise(resolve => setTimeout(resolve, 5));
                }
            }""";

    private static final Gson JSON = new Gson();

    private final Engine engine;

    Page(Engine engine) {
        this.engine = engine;
    }

    /** Returns the browser that it is in. */
    public final Engine engine() {
        return engine;
    }

    /** Opens an address and waits until the document is loaded. */
    public abstract void navigate(String url);

    /** Evaluates an expression whose value is a promise of a text, and waits for the text. */
    abstract String evaluatePromise(String expression);

    /** Closes the page, as a user does who closes its tab. */
    @Override
    public abstract void close();

    /** Loads the document again and waits until it is loaded. */
    public final void reload() {
        evaluate("() => { window.isOld = true; }");
        beginReload();
        awaitDocument("() => !window.isOld");
    }

    /** Goes one step back in the history and waits until the document of an address is shown. */
    public final void backTo(String url) {
        beginBack();
        awaitDocument("url => location.href === url", url);
    }

    /** Begins to load the document again. */
    void beginReload() {
        evaluate("() => { setTimeout(() => location.reload()); }");
    }

    /** Begins to go one step back in the history. */
    void beginBack() {
        evaluate("() => { setTimeout(() => history.back()); }");
    }

    /** Waits for another document, for which a function returns true. */
    private void awaitDocument(String condition, Object... arguments) {
        Waiting.until("document is shown", () -> {
            try {
                return evaluate(condition, arguments).getAsBoolean()
                        && evaluate("() => document.readyState === 'complete'").getAsBoolean();
            } catch (BrowserException betweenDocuments) {
                return false;
            }
        });
    }

    /**
     * Calls a function in the page and returns its result, or that of the promise it returns.
     *
     * @param function the source of the function
     * @param arguments texts, numbers, booleans and collections of these
     * @throws BrowserException if the function throws
     */
    public final JsonElement evaluate(String function, Object... arguments) {
        String parameters = Arrays.stream(arguments).map(JSON::toJson).collect(Collectors.joining(", "));
        String result = evaluatePromise(CALL.formatted(function, parameters));
        JsonObject outcome = JsonParser.parseString(result).getAsJsonObject();
        if (outcome.has("failure")) {
            throw new BrowserException(engine + ": " + outcome.get("failure").getAsString());
        }
        // JSON has no undefined.
        return outcome.has("value") ? outcome.get("value") : JsonNull.INSTANCE;
    }

    /**
     * Waits until a function in the page returns true. The page must not be left meanwhile.
     *
     * @throws BrowserException if the function throws, or after the deadline
     */
    public final void await(String condition, Object... arguments) {
        evaluate(UNTIL.formatted(condition, DEADLINE.toMillis()), arguments);
    }

    /** Waits until the text of an element, given by its selector, matches as a whole. */
    public final void awaitText(String selector, String regex) {
        await(
                "(selector, regex) => new RegExp('^(?:' + regex + ')$', 's').test("
                        + "document.querySelector(selector).textContent.trim())",
                selector,
                regex);
    }

    /** Returns the text of an element. */
    public final String text(String selector) {
        return evaluate("selector => document.querySelector(selector).textContent", selector)
                .getAsString();
    }

    /** Clicks on an element. */
    public final void click(String selector) {
        evaluate("selector => document.querySelector(selector).click()", selector);
    }
}
