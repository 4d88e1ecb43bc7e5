package sse.client.internal.connection;

import java.time.Duration;

/**
 * The deadlines of a connection.
 *
 * @param response from the request to the head of its response
 * @param idle between two chunks, while one is requested; zero for none
 */
public record Timeouts(Duration response, Duration idle) {}
