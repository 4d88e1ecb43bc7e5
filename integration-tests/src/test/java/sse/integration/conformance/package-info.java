/** The conformance kit against this library and against the decoders of other projects: the table of the documents. */
package sse.integration.conformance;
