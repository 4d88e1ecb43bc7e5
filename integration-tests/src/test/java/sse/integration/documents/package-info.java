/** The documents: links lead somewhere, snippets are compiled and run, defaults and messages are those of the code. */
package sse.integration.documents;
