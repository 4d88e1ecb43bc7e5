package sse.integration.browser;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.Test;
import sse.integration.browser.drivers.Engine;
import sse.integration.browser.drivers.InEachBrowser;
import sse.integration.browser.drivers.Page;
import sse.integration.fixtures.Program;

/** The dashboard's page. */
@InEachBrowser
class DashboardPageIT {
    /** Counts canvases with a pixel that is not transparent. */
    private static final String DRAWN_CHARTS = """
            () => [...document.querySelectorAll("canvas")].filter(canvas =>
                canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.some(byte => byte)).length
                === 6
            """;

    @Test
    void drawsChartsAndResumes(Page page) throws Exception {
        try (Program first = DashboardProgram.start("nio", 0)) {
            URI address = DashboardProgram.address(first);
            page.navigate(address.toString());
            awaitShown(page, 0, 0, ".*Connected: .*");
            page.click("#hiccup");
            awaitShown(page, 1, 0, ".*Back after [5-9].* s: [4-9] readings from the history, none missing.*");
            first.terminate();
            first.awaitExit();
            try (Program second = DashboardProgram.start("nio", address.getPort())) {
                DashboardProgram.address(second);
                awaitShown(page, 2, 1, ".*The server has begun anew.*");
                awaitMoreReadings(page, 1);
            }
        }
    }

    @Test
    void missesNothingAfterComingBack(Page page) throws Exception {
        try (Program program = DashboardProgram.start("nio", 0)) {
            String address = DashboardProgram.address(program).toString();
            page.navigate(address);
            awaitShown(page, 0, 0, ".*Connected: .*");
            page.evaluate("() => addEventListener('pageshow', event => { window.isRestored = event.persisted; })");
            page.navigate(address + "assets/dashboard.css");
            page.backTo(address);

            // A second stream would open after a second, and send each reading once more.
            awaitMoreReadings(page, 3);
            boolean isRestored =
                    page.evaluate("() => window.isRestored === true").getAsBoolean();
            // Firefox does not keep a page with an open stream.
            assertThat(isRestored).isEqualTo(page.engine() != Engine.FIREFOX);
            awaitShown(page, isRestored ? 1 : 0, 0, isRestored ? ".*Back after .*" : ".*Connected: .*");
        }
    }

    /** Waits until the page is connected, nothing is missing and six charts are drawn. */
    private static void awaitShown(Page page, int reconnects, int gaps, String log) {
        page.awaitText("#state", "open");
        page.awaitText("#reconnects", Integer.toString(reconnects));
        page.awaitText("#gaps", Integer.toString(gaps));
        page.awaitText("#log", log);
        page.await(DRAWN_CHARTS);
        assertThat(page.text("#missing")).isEqualTo("0");
    }

    private static void awaitMoreReadings(Page page, int count) {
        String readings = "() => Number(document.querySelector('#readings').textContent)";
        int before = page.evaluate(readings).getAsInt();
        page.await("count => (" + readings + ")() >= count", before + count);
    }
}
