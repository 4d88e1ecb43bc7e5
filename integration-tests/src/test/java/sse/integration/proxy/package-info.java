/** Streams through a reverse proxy that buffers responses by default. */
package sse.integration.proxy;
