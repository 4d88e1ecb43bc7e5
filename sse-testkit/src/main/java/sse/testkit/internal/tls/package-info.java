/** Keys and certificates for the tests of modules that speak TLS. May depend on the JDK only. */
@NullMarked
package sse.testkit.internal.tls;

import org.jspecify.annotations.NullMarked;
