/** Tests of JUnit that run the cases. The only package that needs JUnit. */
@NullMarked
package sse.conformance.junit;

import org.jspecify.annotations.NullMarked;
