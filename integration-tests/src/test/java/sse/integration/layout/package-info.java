/**
 * The layout of the code: packages and what they may use, the size of files, and the words of Javadoc and comments.
 * These tests read classes and sources, start nothing and need no packaged jar.
 */
package sse.integration.layout;
