package sse.benchmarks.load.tokens;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import sse.benchmarks.load.server.Payload;

/**
 * Stands in for a language model: produces the tokens of each answer at a fixed rate, the first one at once. One thread
 * does that for all answers and for all servers alike: each millisecond it looks at those that have a token due then,
 * which are a twentieth of all at 50 tokens a second, and calls their listeners. The time in a token is when it was
 * due, so that a listener that holds up the thread counts as latency.
 *
 * <p>A program whose threads block has the tokens of an answer in a queue, see {@link #generate(String)}. Thread-safe.
 */
public final class TokenModel implements AutoCloseable {
    private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    /** Ends the tokens in a queue. No token is empty. */
    private static final String END = "";

    // Immutable after construction.
    private final int tokens;
    private final Payload payload;
    private final List<List<Answer>> slots = new ArrayList<>();

    // Written by any thread, read by the model.
    private final Queue<Answer> begun = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    /**
     * Starts a model.
     *
     * @param tokens how many tokens each answer has
     * @param intervalMillis the time between two of them
     * @param payloadBytes the size of a token, which is a {@link Payload} with its number from one
     */
    public TokenModel(int tokens, int intervalMillis, int payloadBytes) {
        this.tokens = tokens;
        this.payload = new Payload(payloadBytes);
        for (int i = 0; i < intervalMillis; i++) {
            slots.add(new ArrayList<>());
        }
        Thread thread = new Thread(this::run, "token-model");
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Begins an answer.
     *
     * @param prompt the text to answer, not empty
     * @param listener receives the tokens
     */
    public void generate(String prompt, TokenListener listener) {
        if (prompt.isEmpty()) {
            throw new IllegalArgumentException("prompt must not be empty");
        }
        begun.add(new Answer(listener));
    }

    /**
     * Begins an answer that is read by a thread that blocks.
     *
     * @param prompt the text to answer, not empty
     * @return the tokens; {@code next} blocks until there is one. For one iteration, by one thread
     */
    public Iterable<String> generate(String prompt) {
        BlockingQueue<String> produced = new LinkedBlockingQueue<>();
        generate(prompt, new TokenListener() {
            @Override
            public boolean onToken(String token) {
                return produced.add(token);
            }

            @Override
            public void onEnd() {
                produced.add(END);
            }
        });
        return () -> new BlockingTokens(produced);
    }

    @Override
    public void close() {
        closed = true;
    }

    private void run() {
        long dueNanos = System.nanoTime();
        for (int slot = 0; !closed; slot = (slot + 1) % slots.size()) {
            for (long wait = dueNanos - System.nanoTime(); wait > 0; wait = dueNanos - System.nanoTime()) {
                LockSupport.parkNanos(this, wait);
            }
            List<Answer> due = slots.get(slot);
            for (Answer next = begun.poll(); next != null; next = begun.poll()) {
                due.add(next);
            }
            long tickNanos = dueNanos;
            due.removeIf(answer -> answer.isComplete(tickNanos));
            dueNanos += TICK_NANOS;
        }
    }

    /** One answer. Confined to the model's thread. */
    private final class Answer {
        private final TokenListener listener;
        private int produced;

        Answer(TokenListener listener) {
            this.listener = listener;
        }

        /** Produces a token, and returns true if nothing follows. */
        boolean isComplete(long dueNanos) {
            produced++;
            if (!listener.onToken(payload.of(produced, dueNanos))) {
                return true;
            }
            if (produced < tokens) {
                return false;
            }
            listener.onEnd();
            return true;
        }
    }

    /** The tokens of one answer, as they come. */
    private static final class BlockingTokens implements Iterator<String> {
        private final BlockingQueue<String> produced;
        private String next = END;

        BlockingTokens(BlockingQueue<String> produced) {
            this.produced = produced;
        }

        @Override
        public boolean hasNext() {
            try {
                next = produced.take();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                next = END;
            }
            return !next.equals(END);
        }

        @Override
        public String next() {
            return next;
        }
    }
}
