/** The client of {@code sse-client} against this library's servers, over sockets. */
package sse.integration.client;
