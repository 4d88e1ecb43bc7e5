package sse.client.internal.connection;

/**
 * How content is decoded.
 *
 * @param lineBytes the longest line
 * @param eventBytes the most data of an event
 * @param resumePointType the type of events without data that only set the last event ID; empty if there is none
 */
public record DecoderSettings(int lineBytes, int eventBytes, String resumePointType) {}
