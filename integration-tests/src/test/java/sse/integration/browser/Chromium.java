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
 * Provides pages of the system's Chromium, which Playwright controls by the system's Node.js. Tests are skipped if
 * either is missing. One browser is started for all tests; each page has its own profile and is closed after its test.
 * Confined to the test's thread.
 */
final class Chromium implements ExecutionCondition, ParameterResolver {
    /** The deadline of every wait in a page. */
    static final Duration DEADLINE = Duration.ofSeconds(30);

    private static final Namespace NAMESPACE = Namespace.create(Chromium.class);

    /** Options in addition to Playwright's. */
    private static final List<String> OPTIONS = List.of("--disable-gpu", "--disable-quic", "--disable-sync");

    /** Removed from Playwright's options: users have the back/forward cache. */
    private static final List<String> NOT_OPTIONS = List.of("--disable-back-forward-cache");

    /** The browser and its Playwright connection. */
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
            // Tests use self-signed certificates.
            BrowserContext profile = browser.newContext(new Browser.NewContextOptions().setIgnoreHTTPSErrors(true));
            profile.setDefaultTimeout(DEADLINE.toMillis());
            return profile;
        }

        @Override
        public void close() {
            // Closes the browser as well.
            playwright.close();
        }
    }

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        Optional<String> absent = List.of("chromium", "node").stream()
                .filter(program -> SearchPath.find(program).isEmpty())
                .findFirst();
        return absent.map(program -> ConditionEvaluationResult.disabled(program + " is not on the PATH"))
                .orElse(ConditionEvaluationResult.enabled("chromium and node are on the PATH"));
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
