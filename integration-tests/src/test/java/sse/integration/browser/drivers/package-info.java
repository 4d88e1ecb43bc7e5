/**
 * Browsers of the system, controlled by their own remote protocols: Chromium by the DevTools protocol, Firefox by
 * WebDriver BiDi, WebKit by WebDriver. Knows nothing of event streams.
 *
 * <p>A class with {@link sse.integration.browser.drivers.InEachBrowser} is run once in each of them; its tests have
 * parameters of type {@link sse.integration.browser.drivers.Page}. No library: what the tests need of the three
 * protocols is to open an address and to evaluate a script.
 */
package sse.integration.browser.drivers;
