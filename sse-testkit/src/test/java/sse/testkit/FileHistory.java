package sse.testkit;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.zip.CRC32C;
import sse.api.Event;
import sse.api.PublishException;
import sse.api.spi.history.EntryId;
import sse.api.spi.history.History;
import sse.api.spi.history.LogEntry;
import sse.api.spi.history.Publication;
import sse.api.spi.history.ReadLimits;
import sse.api.spi.history.ReadResult;
import sse.testkit.internal.log.StoredLog;

/**
 * A small durable history, with which the contract is tried. One file has a record for each batch, and one for each
 * time that entries were dropped; it never shrinks, and everything is also held in memory. Thread-safe.
 *
 * <p>A record is a length, a checksum and a content. Opening ends at the first record that is not whole, and removes
 * it. A file beside it has the term, which is raised if the history was not closed.
 */
class FileHistory implements History {
    private static final String NAME = "file";
    private static final int HEADER_BYTES = 8;
    private static final byte ENTRIES = 1;
    private static final byte DROPPED = 2;

    // Immutable after construction.
    private final Path directory;
    private final LongSupplier clockMillis;
    private final FileChannel file;
    private final FileChannel lock;

    // Guarded by this.
    private final StoredLog stored = new StoredLog(NAME);
    private final Deque<Long> times = new ArrayDeque<>();
    private long newestTime = Long.MIN_VALUE;
    private long end;
    private long space = Long.MAX_VALUE;
    private boolean open = true;

    FileHistory(Path directory, LongSupplier clockMillis) throws IOException {
        this.directory = directory;
        this.clockMillis = clockMillis;
        this.lock = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (lock.tryLock() == null) {
                throw new IllegalStateException("history must not be open in another process: " + directory);
            }
        } catch (OverlappingFileLockException overlapping) {
            lock.close();
            throw new IllegalStateException("history must not be open: " + directory, overlapping);
        }
        this.file = FileChannel.open(
                file(directory), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        readAll();
        beginTerm();
    }

    /** Returns the file that has the records. */
    static Path file(Path directory) {
        return directory.resolve("log");
    }

    private void readAll() throws IOException {
        ByteBuffer all = ByteBuffer.wrap(Files.readAllBytes(file(directory)));
        while (all.remaining() >= HEADER_BYTES) {
            int length = all.getInt();
            int checksum = all.getInt();
            if (length < 1 || length > all.remaining()) {
                break;
            }
            byte[] content = new byte[length];
            all.get(content);
            if (!isWhole(content, checksum)) {
                break;
            }
            restore(new DataInputStream(new ByteArrayInputStream(content)));
            end = all.position();
        }
        cutOff(file, end);
    }

    /** Removes what is behind the last whole record. */
    void cutOff(FileChannel of, long at) throws IOException {
        of.truncate(at).position(at);
    }

    boolean isWhole(byte[] content, int checksum) {
        return checksum(content) == checksum;
    }

    private static int checksum(byte[] content) {
        CRC32C checksum = new CRC32C();
        checksum.update(content);
        return (int) checksum.getValue();
    }

    private void restore(DataInputStream content) throws IOException {
        byte kind = content.readByte();
        int count = content.readInt();
        if (kind == DROPPED) {
            drop(count);
            return;
        }
        newestTime = content.readLong();
        EntryId id = EntryId.of(NAME, content.readLong(), content.readLong());
        for (int i = 0; i < count; i++) {
            String topic = read(content).orElseThrow();
            Event.Builder event = Event.builder().id(id.toString());
            read(content).ifPresent(event::comment);
            read(content).ifPresent(event::type);
            read(content).ifPresent(event::data);
            read(content).map(Duration::parse).ifPresent(event::retry);
            stored.restore(LogEntry.of(id, topic, event.build()));
            times.add(newestTime);
            id = id.next();
        }
    }

    private static Optional<String> read(DataInputStream content) throws IOException {
        int length = content.readInt();
        return length < 0
                ? Optional.empty()
                : Optional.of(new String(content.readNBytes(length), StandardCharsets.UTF_8));
    }

    private void beginTerm() throws IOException {
        Path clean = directory.resolve("clean");
        Path termFile = directory.resolve("term");
        long term = Files.exists(termFile) ? Long.parseLong(Files.readString(termFile)) : 1;
        if (Files.exists(termFile) && !Files.deleteIfExists(clean)) {
            term++;
        }
        stored.beginTermsUpTo(term);
        Files.writeString(termFile, Long.toString(term));
    }

    @Override
    public synchronized CompletionStage<List<EntryId>> append(List<Publication> batch) {
        if (batch.size() > maxBatch()) {
            throw new IllegalArgumentException("batch must have at most " + maxBatch() + ": " + batch.size());
        }
        return completed(() -> {
            if (batch.isEmpty()) {
                return List.of();
            }
            long time = Math.max(newestTime, clockMillis.getAsLong());
            write(entries(batch, stored.nextId(), time));
            newestTime = time;
            batch.forEach(publication -> times.add(time));
            return stored.append(batch);
        });
    }

    private static byte[] entries(List<Publication> batch, EntryId first, long time) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        DataOutputStream content = new DataOutputStream(bytes);
        content.writeByte(ENTRIES);
        content.writeInt(batch.size());
        content.writeLong(time);
        content.writeLong(first.term());
        content.writeLong(first.number());
        for (Publication publication : batch) {
            Event event = publication.event();
            write(content, Optional.of(publication.topic()));
            write(content, event.comment());
            write(content, event.type());
            write(content, event.data());
            write(content, event.retry().map(Duration::toString));
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream content, Optional<String> text) throws IOException {
        byte[] bytes = text.orElse("").getBytes(StandardCharsets.UTF_8);
        content.writeInt(text.isPresent() ? bytes.length : -1);
        content.write(bytes);
    }

    private void write(byte[] content) throws IOException {
        ByteBuffer written = ByteBuffer.allocate(HEADER_BYTES + content.length);
        written.putInt(content.length).putInt(checksum(content)).put(content).flip();
        if (written.remaining() > space) {
            file.write(written.limit((int) space));
            onWrittenInPart();
            throw new PublishException(PublishException.Outcome.NOT_STORED, "disk is full");
        }
        file.write(written);
        end = file.position();
    }

    void onWrittenInPart() throws IOException {
        file.truncate(end);
    }

    @Override
    public int maxBatch() {
        return 500;
    }

    @Override
    public synchronized CompletionStage<ReadResult> readAfter(EntryId position, ReadLimits limits) {
        return completed(() -> stored.readAfter(position, limits));
    }

    @Override
    public synchronized CompletionStage<List<LogEntry>> readNewest(ReadLimits limits) {
        return completed(() -> stored.readNewest(limits));
    }

    @Override
    public synchronized CompletionStage<EntryId> head() {
        return completed(stored::head);
    }

    @Override
    public synchronized CompletionStage<EntryId> tail() {
        return completed(stored::tail);
    }

    private <T> CompletionStage<T> completed(Callable<T> operation) {
        try {
            if (!open) {
                throw new PublishException(PublishException.Outcome.NOT_STORED, "history must be open: it is closed");
            }
            return CompletableFuture.completedFuture(operation.call());
        } catch (Exception failure) {
            return CompletableFuture.failedFuture(failure);
        }
    }

    /** Limits the bytes of later records. */
    synchronized void limitSpace(long bytes) {
        space = bytes;
    }

    /** Drops the oldest entries. */
    synchronized void retain(int count) throws IOException {
        dropDurably(Math.max(0, times.size() - count));
    }

    /** Drops the entries that are older than an age. */
    synchronized void dropOlderThan(Duration age) throws IOException {
        long limit = clockMillis.getAsLong() - age.toMillis();
        dropDurably((int) times.stream().takeWhile(time -> time < limit).count());
    }

    private void dropDurably(int count) throws IOException {
        ByteBuffer content = ByteBuffer.allocate(1 + Integer.BYTES);
        write(content.put(DROPPED).putInt(count).array());
        drop(count);
    }

    private void drop(int count) {
        for (int i = 0; i < count; i++) {
            times.remove();
        }
        stored.retain(times.size());
        stored.retain(Integer.MAX_VALUE);
    }

    /** Ends the history without closing it. */
    synchronized void kill() throws IOException {
        if (open) {
            open = false;
            file.close();
            lock.close();
        }
    }

    @Override
    public synchronized void close() {
        try {
            if (open) {
                Files.createFile(directory.resolve("clean"));
                kill();
            }
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
