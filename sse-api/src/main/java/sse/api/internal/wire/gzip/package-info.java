/**
 * Event streams in the gzip format (RFC 1952), compressed once for many: a deflater whose output many streams share,
 * and the pieces by which a stream joins it and leaves it. Depends on the connection of a transport only: knows neither
 * frames nor streams nor topics.
 */
@NullMarked
package sse.api.internal.wire.gzip;

import org.jspecify.annotations.NullMarked;
