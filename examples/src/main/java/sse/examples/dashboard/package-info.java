/** The dashboard example: a page that shows live readings of its own server, with simulated subscribers. */
package sse.examples.dashboard;
