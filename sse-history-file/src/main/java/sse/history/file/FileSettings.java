package sse.history.file;

import java.time.InstantSource;

/**
 * How the files of a history are written.
 *
 * @param segmentBytes the size behind which a segment is not continued
 * @param retention what is retained
 * @param flush when what was written is forced to the disk
 * @param clock the time that entries get
 * @param opener opens the file that is written
 */
record FileSettings(
        long segmentBytes, Retention retention, Flush flush, InstantSource clock, SegmentFile.Opener opener) {}
