/**
 * Topics: publishing, the subscribers of a topic on each lane, and who is in step. Knows logs, subscriptions, streams
 * and batches; only the server and the public entry points know this package.
 */
@NullMarked
package sse.api.internal.topic;

import org.jspecify.annotations.NullMarked;
