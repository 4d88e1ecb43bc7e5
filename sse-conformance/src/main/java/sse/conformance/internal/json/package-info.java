/** JSON (RFC 8259) as the JDK's collections: enough for the cases and for reports. Depends on nothing. */
@NullMarked
package sse.conformance.internal.json;

import org.jspecify.annotations.NullMarked;
