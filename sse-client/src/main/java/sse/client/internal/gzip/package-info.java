/** The gzip format (RFC 1952), decompressed as it arrives. Depends on nothing. */
@NullMarked
package sse.client.internal.gzip;

import org.jspecify.annotations.NullMarked;
