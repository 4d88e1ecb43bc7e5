/**
 * Encodes and decodes {@code text/event-stream}: bytes in, bytes and strings out. Knows the field names and line ends
 * of WHATWG HTML, section 9.2.5, and nothing of streams, topics or HTTP. Depends on no other package of the project.
 */
@NullMarked
package sse.api.internal.codec;

import org.jspecify.annotations.NullMarked;
