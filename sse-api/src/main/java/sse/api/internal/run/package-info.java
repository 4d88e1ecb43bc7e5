/**
 * Runs: producers whose output is kept apart from connections. Knows logs and topics, to which streams are subscribed;
 * only the public entry points know this package.
 */
@NullMarked
package sse.api.internal.run;

import org.jspecify.annotations.NullMarked;
