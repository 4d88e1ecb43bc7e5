/** Topics over real transports: order, replay, resume, compaction, transforms and slow subscribers. */
package sse.integration.topics;
