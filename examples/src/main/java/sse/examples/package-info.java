/** Programs that a reader can run and copy, one class each, and the main class that starts them. */
package sse.examples;
