package sse.jdkhttp;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import sse.api.Response;
import sse.api.spi.Lane;
import sse.api.spi.TransportContext;
import sse.api.spi.http.HttpRejection;
import sse.api.spi.http.MessageFraming;

/**
 * Takes the exchanges of a JDK server to the lanes, and the answers back. Thread-safe.
 *
 * <pre>
 *   thread of the request            lane                        worker
 *   read head and content  ------->  core decides
 *   send the response      <-------  respond
 *   return to the server   <-------  open, write  ------------>  blocking writes,
 *                                    writable     <------------  as WriteQueue has them
 * </pre>
 *
 * The thread waits for the core's decision and sends an ordinary response itself, because only an exception that the
 * server's handler throws makes the JDK forget a connection on which a response failed; it keeps some 30 KB for each
 * that is closed any other way. A stream releases the thread as soon as it is open.
 */
final class Intake {
    private static final System.Logger LOG = System.getLogger("sse.jdkhttp");
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(5);

    /**
     * How long responses that are there when the server closes have to leave; only a client that does not take its own
     * needs more than a moment.
     */
    private static final long LAST_RESPONSES_NANOS = TimeUnit.SECONDS.toNanos(1);

    // Immutable after construction.
    private final TransportContext context;
    private final Lanes lanes;
    private final Stalled stalledReceptions;
    private final Workers writers = new Workers("sse-jdkhttp-write");
    private final Live<Reception> receptions = new Live<>();
    private final Live<JdkStream> streams = new Live<>();
    private final Live<JdkExchange> answered = new Live<>();

    // Written by any thread, read by any.
    private volatile boolean accepting = true;

    /**
     * Makes an intake.
     *
     * @param stalledWrites bounds the workers that writes of streams hold
     * @param stalledReceptions bounds the threads that receptions hold
     */
    Intake(TransportContext context, Stalled stalledWrites, Stalled stalledReceptions) {
        this.context = context;
        this.stalledReceptions = stalledReceptions;
        lanes = new Lanes(context, writers, stalledWrites);
    }

    TransportContext context() {
        return context;
    }

    /** Runs blocking writes. */
    Workers writers() {
        return writers;
    }

    /** The streams whose exchange is not closed yet. */
    Live<JdkStream> streams() {
        return streams;
    }

    /** The exchanges whose response is there and has not left yet. */
    Live<JdkExchange> answered() {
        return answered;
    }

    /**
     * Takes no more requests. Those that come are not answered, which makes an {@code EventSource} come back; it would
     * not after a 503.
     */
    void stopAccepting() {
        accepting = false;
    }

    /**
     * Begins a request on the calling thread, before its first byte or after its head.
     *
     * @param connectionTask what makes the JDK's server forget the connection, if it is known
     */
    void receive(Optional<ConnectionTask> connectionTask, Reception.Steps steps) throws IOException {
        Reception reception = new Reception(context.ticker(), stalledReceptions, connectionTask);
        if (!receptions.add(reception)) {
            throw new IOException("server is closed");
        }
        try {
            reception.run(context.limits().requestTimeout(), steps);
        } finally {
            receptions.remove(reception);
        }
    }

    /**
     * Takes an exchange whose head is read, on the thread of its reception. Returns when it is answered, or its stream
     * is open.
     *
     * @throws IOException if the connection is of no more use; the JDK's server closes it when its handler throws
     */
    void take(HttpExchange exchange, String target, Reception reception) throws IOException {
        if (!accepting) {
            throw new IOException("server takes no more requests");
        }
        ResponseWriter responses = new ResponseWriter(exchange, reception);
        byte[] body;
        try {
            MessageFraming framing = new RequestCheck(exchange, context.limits()).check();
            body = RequestContent.read(exchange, framing, context.limits().bodyBytes());
        } catch (HttpRejection rejection) {
            responses.sendAndClose(rejection);
            return;
        }
        reception.withoutLimit();
        JdkExchange request = ask(exchange, target, body, reception);
        try {
            Optional<Response> response = request.awaitAnswer();
            if (response.isPresent()) {
                if (!accepting) {
                    ResponseHead.closeAfterwards(exchange);
                }
                responses.send(response.get());
            }
        } finally {
            answered.remove(request);
        }
    }

    private JdkExchange ask(HttpExchange exchange, String target, byte[] body, Reception reception) {
        Lanes.Slot slot = lanes.of(exchange.getRemoteAddress());
        JdkExchange request =
                new JdkExchange(exchange, target, body, new JdkExchange.Place(this, slot, reception.connectionTask()));
        slot.loop().execute(() -> decide(slot.lane(), request));
        return request;
    }

    private static void decide(Lane lane, JdkExchange request) {
        try {
            lane.onRequest(request);
        } catch (Exception | Error bug) {
            // Nobody would answer.
            request.fail(bug);
            report("bug: a request failed and its connection is closed", bug);
        }
    }

    /** Says whether there is neither a request nor a stream. */
    boolean isIdle() {
        return receptions.isEmpty() && streams.isEmpty();
    }

    /**
     * Ends every request and stream, and every thread but those that the caller owns. Returns when it is done, or some
     * seconds later.
     */
    void close() {
        accepting = false;
        try {
            answered.awaitNone(LAST_RESPONSES_NANOS);
            receptions.close().forEach(Reception::cut);
            streams.close().forEach(JdkStream::abortSoon);
            receptions.awaitNone(CLOSE_NANOS);
            streams.awaitNone(CLOSE_NANOS);
            lanes.awaitTurn(CLOSE_NANOS);
            writers.close(CLOSE_NANOS);
            lanes.close(CLOSE_NANOS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writers.shutdown();
            lanes.shutdown();
        }
    }

    /** Reports what must not happen, and is no client's fault. */
    static void report(String what, Throwable failure) {
        LOG.log(System.Logger.Level.ERROR, what, failure);
    }
}
