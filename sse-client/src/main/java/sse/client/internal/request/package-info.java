/**
 * The requests of a source: what the program configured, redirects, and which fields another origin may receive.
 * Depends on the values of {@code sse.client} only.
 */
@NullMarked
package sse.client.internal.request;

import org.jspecify.annotations.NullMarked;
