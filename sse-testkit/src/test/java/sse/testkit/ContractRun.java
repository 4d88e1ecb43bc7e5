package sse.testkit;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.PostDiscoveryFilter;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

/** Runs a contract on an implementation, which may be incorrect. */
final class ContractRun {
    private ContractRun() {}

    /**
     * Returns the names of the tests that fail. A test that is aborted has not failed. What failed tests print is
     * discarded: they are expected to fail.
     */
    static Set<String> failures(Class<?> contract) {
        return run(LauncherDiscoveryRequestBuilder.request().selectors(selectClass(contract)));
    }

    /** Runs only some tests of a contract, and returns the names of those that fail. */
    static Set<String> failures(Class<?> contract, Set<String> tests) {
        PostDiscoveryFilter named = test -> FilterResult.includedIf(test.getSource()
                .filter(source -> !(source instanceof MethodSource method) || tests.contains(method.getMethodName()))
                .isPresent());
        return run(LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(contract))
                .filters(named));
    }

    private static Set<String> run(LauncherDiscoveryRequestBuilder tests) {
        Set<String> failed = new TreeSet<>();
        LauncherDiscoveryRequest request = tests.build();
        PrintStream console = System.err;
        System.setErr(new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
        try {
            LauncherFactory.create().execute(request, recordFailures(failed));
        } finally {
            System.setErr(console);
        }
        return failed;
    }

    private static TestExecutionListener recordFailures(Set<String> failed) {
        return new TestExecutionListener() {
            @Override
            public void executionFinished(TestIdentifier test, TestExecutionResult result) {
                if (result.getStatus() == TestExecutionResult.Status.FAILED) {
                    failed.add(test.getSource()
                            .map(source -> ((MethodSource) source).getMethodName())
                            .orElseThrow());
                }
            }
        };
    }
}
