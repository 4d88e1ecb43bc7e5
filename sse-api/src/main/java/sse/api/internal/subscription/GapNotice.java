package sse.api.internal.subscription;

/**
 * What a client is notified of.
 *
 * @param sign the topic's way to notify it
 * @param loss what it has lost
 */
public record GapNotice(GapSign sign, Loss loss) {}
