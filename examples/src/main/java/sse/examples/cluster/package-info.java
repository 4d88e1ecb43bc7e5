/** Two servers that share a topic over Redis, and a page whose stream changes between them. */
package sse.examples.cluster;
