package sse.conformance.internal.client;

/**
 * What became of a script.
 *
 * @param script the script
 * @param isReported true if the client has reported
 * @param violation what was expected and seen; empty if all is right, or nothing has been reported
 */
public record Verdict(Script script, boolean isReported, String violation) {}
