/** Clients of other projects that read our streams: what they hand to their users, byte for byte of the data. */
package sse.integration.clients;
