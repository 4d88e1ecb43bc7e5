/**
 * The code of the guides, word for word as the pages show it, and what it does. {@code SnippetsIT} holds pages and code
 * together: a block of Java on a page that is neither here nor a whole program fails the build.
 */
package sse.integration.guides;
