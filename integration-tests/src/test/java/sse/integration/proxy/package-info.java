/** Streams through reverse proxies of the system, configured as the guide prints it. */
package sse.integration.proxy;
