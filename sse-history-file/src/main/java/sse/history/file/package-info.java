/**
 * A {@link sse.api.spi.history.History} in files: {@link sse.history.file.FileHistory}.
 *
 * <p>The package has what reads and writes the files of one directory, and nothing else; it depends on the interface of
 * histories alone. From the top: the history and its queue of batches ({@code CommitQueue}), what one thread at a time
 * writes ({@code LogWriter}), what any thread reads ({@code LogReader}), what both know of the files
 * ({@code LogState}), and the opening of a directory ({@code Recovery}).
 *
 * <p>No method takes or returns {@code null}.
 */
@NullMarked
package sse.history.file;

import org.jspecify.annotations.NullMarked;
