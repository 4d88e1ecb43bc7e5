/**
 * The other libraries' side of {@code docs/coming-from.md}, word for word as the page shows it: compiled against the
 * libraries themselves, and run where they run without a container.
 */
package sse.benchmarks.peers;
