package sse.integration.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import sse.integration.fixtures.SearchPath;

/**
 * Hands tests pages of the system's Chromium, which Playwright drives with the system's Node.js; without them, the
 * tests are skipped. There is one browser, started for the first test that wants it; each page has a profile of its own
 * and lasts as long as its test. All of it is for the test's thread alone.
 */
final class Chromium implements ExecutionCondition, ParameterResolver {
    /** How long anything in a page may take. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final Namespace NAMESPACE = Namespace.create(Chromium.class);

    /** Beyond what Playwright itself gives. */
    private static final List<String> OPTIONS = List.of("--disable-gpu", "--disable-quic", "--disable-sync");

    /** What Playwright gives and users do not have: pages that are left are kept, and may be shown again. */
    private static final List<String> NOT_OPTIONS = List.of("--disable-back-forward-cache");

    /** The browser, and what drives it. */
    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
        static Running start() {
            Map<String, String> environment = Map.of(
                    "PLAYWRIGHT_NODEJS_PATH", program("node").toString(), "PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1");
            Playwright playwright = Playwright.create(new Playwright.CreateOptions().setEnv(environment));
            PlaywrightAssertions.setDefaultAssertionTimeout(DEADLINE.toMillis());
            BrowserType.LaunchOptions options = new BrowserType.LaunchOptions()
                    .setExecutablePath(program("chromium"))
                    .setArgs(OPTIONS)
                    .setIgnoreDefaultArgs(NOT_OPTIONS);
            return new Running(playwright, playwright.chromium().launch(options));
        }

        BrowserContext newProfile() {
            // The only certificates here are those that tests have made for themselves.
            BrowserContext profile = browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
            profile.setDefaultTimeout(DEADLINE.toMillis());
            return profile;
        }

        @Override
        public void close() {
            // Ends the browser too.
            playwright.close();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> absent = List.of("chromium", "node").stream()
                .filter(program -> SearchPath.find(program).isEmpty())
                .findFirst();
        return absent.map(program -> ConditionEvaluationResult.disabled("there is no " + program + " on the PATH"))
                .orElse(ConditionEvaluationResult.enabled("there are chromium and node"));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == Page.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Running running = context.getRoot()
                .getStore(NAMESPACE)
                .computeIfAbsent(Running.class, absent -> Running.start(), Running.class);
        BrowserContext profile = running.newProfile();
        context.getStore(NAMESPACE).put(parameter.getIndex(), profile);
        return profile.newPage();
    }

    private static Path program(String name) {
        return SearchPath.find(name).orElseThrow();
    }
}
