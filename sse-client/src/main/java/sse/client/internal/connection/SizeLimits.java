package sse.client.internal.connection;

/**
 * The limits on what a server can make a source hold.
 *
 * @param lineBytes the longest line
 * @param eventBytes the most data of an event
 */
public record SizeLimits(int lineBytes, int eventBytes) {}
