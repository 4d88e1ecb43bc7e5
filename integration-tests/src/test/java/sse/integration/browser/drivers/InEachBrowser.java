package sse.integration.browser.drivers;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.ClassTemplate;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Runs the tests of a class in Chromium, in Firefox and in WebKit; where one is not installed its run is skipped. A
 * test has {@link Page} parameters: each is a new page, which is closed after the test.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ClassTemplate
@ExtendWith(EachBrowser.class)
public @interface InEachBrowser {}
