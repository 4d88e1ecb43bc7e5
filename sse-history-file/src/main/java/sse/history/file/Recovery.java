package sse.history.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import sse.api.spi.history.EntryId;

/**
 * Opens the files of a directory: reads every segment once, from the oldest, and checks that each continues the one
 * before. For use by one thread.
 *
 * <p>A batch at the end that is not whole was being written when the process or the machine ended: it is cut off. Bytes
 * that are no record, with a record behind them, are something else, and are never cut off by themselves. If the log
 * was not closed, or does not end where it did then, the next term begins, so that no id that was cut off is given
 * again.
 */
final class Recovery {
    private static final System.Logger LOG = System.getLogger("sse.history.file");
    private static final String NAME_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final String DAMAGED = ".damaged";

    private final Path directory;
    private final boolean repair;

    private Recovery(Path directory, boolean repair) {
        this.directory = directory;
        this.repair = repair;
    }

    /** Opens a directory, which is locked. */
    static LogState open(Path directory, boolean repair, long maxEntries) throws IOException {
        return new Recovery(directory, repair).open(maxEntries);
    }

    private LogState open(long maxEntries) throws IOException {
        List<Path> files = segmentFiles();
        Optional<Manifest> found = Manifest.read(directory);
        if (found.isEmpty() && !files.isEmpty()) {
            throw new IOException("directory must have the manifest of its segments: " + directory);
        }
        String log = found.map(Manifest::log).orElseGet(Recovery::newName);
        Terms terms = new Terms();
        found.map(Manifest::terms)
                .orElse(List.of(new Terms.Start(1, EntryId.origin(log), 0)))
                .forEach(terms::begin);
        LogState state = new LogState(log, terms, maxEntries);
        scanAll(files, state);
        Optional<Manifest.Closed> end = Optional.of(new Manifest.Closed(state.head(), state.end()));
        if (found.isPresent() && !found.get().closed().equals(end)) {
            found.get()
                    .closed()
                    .ifPresent(closed -> LOG.log(
                            System.Logger.Level.WARNING,
                            "history does not end as it was closed, at " + closed.head() + ", but at " + state.head()
                                    + ": " + directory));
            state.beginTerm(state.term() + 1);
        }
        new Manifest(log, state.terms(), Optional.empty()).write(directory);
        return state;
    }

    private static String newName() {
        return new SecureRandom()
                .ints(SegmentHeader.NAME_LENGTH, 0, NAME_CHARACTERS.length())
                .collect(
                        StringBuilder::new,
                        (name, index) -> name.append(NAME_CHARACTERS.charAt(index)),
                        StringBuilder::append)
                .toString();
    }

    /** Returns the segments' files in the order in which they were written. */
    private List<Path> segmentFiles() throws IOException {
        record Numbered(long term, long first, Path path) {}
        List<Numbered> found = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory)) {
            for (Path path : files) {
                SegmentHeader.numbersOf(String.valueOf(path.getFileName()))
                        .ifPresent(numbers -> found.add(new Numbered(numbers[0], numbers[1], path)));
            }
        }
        found.sort(Comparator.comparingLong(Numbered::term).thenComparingLong(Numbered::first));
        return found.stream().map(Numbered::path).toList();
    }

    private void scanAll(List<Path> files, LogState state) throws IOException {
        for (int i = 0; i < files.size(); i++) {
            if (!scan(files.get(i), i == files.size() - 1, state)) {
                for (Path dropped : files.subList(i + 1, files.size())) {
                    setAside(dropped);
                }
                return;
            }
        }
    }

    /** Reads a segment. Returns false if it is damaged, and what follows it is to be dropped. */
    private boolean scan(Path path, boolean isLast, LogState state) throws IOException {
        SegmentScan scan;
        try (FileChannel file = FileChannel.open(path, StandardOpenOption.READ)) {
            scan = SegmentScan.run(path, file, state);
        }
        switch (scan.problem()) {
            case NONE -> {}
            case HEADER_LOST -> restoreHeader(scan.segment().orElseThrow());
            case NO_CONTINUATION -> {
                refuseUnlessRepaired(
                        "segment does not continue the entries before it, which end at " + state.head() + ": " + path);
                setAside(path);
                return false;
            }
        }
        scan.segment().ifPresent(state::add);
        return scan.damagedBytes() == 0 || cutOff(path, isLast, scan);
    }

    /** Cuts off what is behind the last complete batch. Returns false if that is not the end of the log. */
    private boolean cutOff(Path path, boolean isLast, SegmentScan scan) throws IOException {
        long end = scan.segment().map(Segment::end).orElse(0L);
        boolean isTorn = isLast && !scan.hasRecordBehind();
        if (!isTorn) {
            refuseUnlessRepaired("segment is damaged behind byte " + end + ", with entries behind the damage: " + path);
            Files.copy(path, damaged(path), StandardCopyOption.REPLACE_EXISTING);
        }
        LOG.log(
                System.Logger.Level.WARNING,
                "the last " + scan.damagedBytes() + " bytes of a segment are not a complete batch, and are cut off: "
                        + path);
        if (scan.segment().isPresent()) {
            try (FileChannel file = FileChannel.open(path, StandardOpenOption.WRITE)) {
                file.truncate(end);
                file.force(true);
            }
        } else {
            Files.delete(path);
        }
        return isTorn;
    }

    private static void restoreHeader(Segment segment) throws IOException {
        LOG.log(System.Logger.Level.WARNING, "damaged header of a segment is restored: " + segment.path());
        try (FileChannel file = FileChannel.open(segment.path(), StandardOpenOption.WRITE)) {
            file.write(ByteBuffer.wrap(segment.header().encode()), 0);
            file.force(true);
        }
    }

    private void refuseUnlessRepaired(String what) throws IOException {
        if (!repair) {
            throw new IOException(what + " (repair(true) keeps the entries before it, and sets the rest aside)");
        }
    }

    private static void setAside(Path path) throws IOException {
        LOG.log(System.Logger.Level.WARNING, "segment is set aside, as " + damaged(path));
        Files.move(path, damaged(path), StandardCopyOption.REPLACE_EXISTING);
    }

    private static Path damaged(Path path) {
        return path.resolveSibling(path.getFileName() + DAMAGED);
    }
}
