/** A history in files, of servers in processes of their own that are killed, run out of space or are started again. */
package sse.integration.history;
