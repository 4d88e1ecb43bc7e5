/**
 * Servers of two protocols of agents, MCP and A2A, and a page whose answers continue after a reload. The JSON of the
 * protocols is here; framing, lifetime, resumption and cancellation are the library's.
 */
package sse.examples.agents;
