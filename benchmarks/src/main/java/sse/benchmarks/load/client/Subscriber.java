package sse.benchmarks.load.client;

import java.io.IOException;

/** One connection that reads and checks. Confined to the loop. */
final class Subscriber implements EventSink, Selected {
    private final int index;
    private final Connection connection;
    private final SocketSubscribers all;
    private final SequenceCheck check;
    private final ResponseReader response;

    Subscriber(int index, Connection connection, int payloadBytes, SocketSubscribers all) {
        this.index = index;
        this.connection = connection;
        this.all = all;
        this.check = new SequenceCheck(0, all.stats());
        this.response = new ResponseReader(payloadBytes, this, null);
    }

    Connection connection() {
        return connection;
    }

    boolean isOpen() {
        return response.isOpen();
    }

    /** Takes what was read, all of it at one time. */
    void accept(byte[] bytes, int length) throws MalformedStreamException {
        long before = check.last();
        response.accept(bytes, 0, length);
        if (response.hasEnded()) {
            throw new MalformedStreamException("stream must not end: last chunk");
        }
        if (check.last() > before) {
            all.onProgress(index, check.last());
        }
    }

    @Override
    public void onReady() throws IOException {
        all.read(this);
    }

    @Override
    public void onFailure(IOException failure) {
        all.onFailure(this, failure);
    }

    @Override
    public void onEvent(long sequence, long nanos) {
        check.accept(sequence);
        all.onDelivery(nanos);
    }
}
