package sse.api.internal.server;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import sse.api.Admission;
import sse.api.Headers;
import sse.api.Response;
import sse.api.internal.executor.CallbackExecutors;
import sse.api.internal.executor.GuardedExecutor;
import sse.api.internal.http.AcceptMatch;
import sse.api.internal.http.StreamMethods;
import sse.api.internal.jfr.JfrEvents;
import sse.api.internal.stream.ServerEventStream;
import sse.api.internal.stream.StreamContext;

/**
 * Opens streams for requests while permits are available, and sheds the other requests. Runs on the request's lane, and
 * runs admissions on the executor.
 *
 * <pre>
 *  permit ──none──> shed: a stream that holds a reconnection time, or 503
 *    | acquired
 *  admission (executor) ── rejected the task ────> permit released, shed
 *    |           ├── the client has gone ────────> permit released, nothing opened
 *    |           └── rejected, or closing now ───> permit released, the admission's response or shed
 *    | accepted, and not closed for good before
 *  open ── throws ──> gone; for HEAD only the head of the response: permit released
 *    |                 ^
 *  stream ── closed ───┘  permit released
 * </pre>
 */
final class StreamOpener {
    private static final System.Logger LOG = System.getLogger("sse.api");
    private static final long MIN_SHED_RETRY_MILLIS = 5_000;
    private static final long MAX_SHED_RETRY_MILLIS = 15_000;

    // Immutable after construction.
    private final ErrorResponses responses;
    private final GuardedExecutor executor;
    private final StreamPermits permits;
    private final StreamCounts counts = new StreamCounts();
    private final ObserverNotifier observer;
    private final StreamContexts contexts;
    private final StreamClosings closings;

    // Written by the thread that closes the service, read by lanes.
    private volatile boolean closing;

    StreamOpener(ServiceConfig config, ErrorResponses responses, CallbackExecutors executors) {
        this.responses = responses;
        this.executor = executors.executor();
        this.permits = new StreamPermits(config.maxStreams(), config.maxStreamsPerAddress());
        this.observer = new ObserverNotifier(config.observer(), executors.closeExecutor(), config.ticker());
        this.closings = new StreamClosings(executor, config.ticker());
        this.contexts = new StreamContexts(config, executors, this::onConnectionClosed);
    }

    StreamPermits permits() {
        return permits;
    }

    StreamCounts counts() {
        return counts;
    }

    StreamClosings closings() {
        return closings;
    }

    /** Opens no more streams. */
    void close() {
        closing = true;
    }

    void open(PendingOpen pending) {
        if (closing || !permits.tryAcquire(pending.request())) {
            shed(pending);
            return;
        }
        if (AdmissionCode.isIn(pending.plan().options())) {
            openIfAdmitted(new PendingAdmission(pending));
        } else {
            decide(pending, Admission.accept());
        }
    }

    private void openIfAdmitted(PendingAdmission admission) {
        PendingOpen pending = admission.request();
        pending.exchange().onPeerEnd(() -> abandon(admission));
        if (!executor.tryExecute(() -> admit(admission)) && admission.settle()) {
            permits.release(pending.request());
            shed(pending);
        }
    }

    /** Opens nothing for a client that has gone. One that has only ended its output receives the answer. */
    private void abandon(PendingAdmission admission) {
        if (admission.settle()) {
            permits.release(admission.request().request());
            responses.serviceUnavailable(
                    admission.request().exchange(), "the client has ended its output before the stream was opened");
        }
    }

    /** Runs on the executor. Throws nothing, so that the permit has one owner. */
    private void admit(PendingAdmission admission) {
        AdmissionCode.Outcome outcome = AdmissionCode.run(admission.request());
        PendingOpen pending = outcome.pending();
        try {
            pending.lane().executeAnswer(() -> {
                if (admission.settle()) {
                    decide(pending, outcome.decision());
                }
            });
        } catch (Exception | Error rejected) {
            if (admission.settle()) {
                permits.release(pending.request());
            }
            LOG.log(System.Logger.Level.ERROR, "event loop rejected the decision of an admission", rejected);
        }
    }

    private void decide(PendingOpen pending, Admission decision) {
        List<StreamClosings.Remembered> remembered = closings.remembered();
        if (remembered.isEmpty() || !decision.isAccepted() || closing) {
            carryOut(pending, decision);
        } else if (!executor.tryExecute(() -> decideUnlessClosed(pending, decision, remembered))) {
            permits.release(pending.request());
            shed(pending);
        }
    }

    /** Refuses the stream if it was closed for good before. Runs on the executor. */
    private void decideUnlessClosed(
            PendingOpen pending, Admission decision, List<StreamClosings.Remembered> remembered) {
        Admission unlessClosed = StreamClosings.isClosed(newStream(pending, decision), remembered)
                .map(closed -> closed ? Admission.stop() : decision)
                .orElseGet(() -> Admission.reject(ErrorResponses.error(500, "the server failed")));
        try {
            pending.lane().executeAnswer(() -> {
                if (closings.remembered() == remembered || !unlessClosed.isAccepted()) {
                    carryOut(pending, unlessClosed);
                } else {
                    decide(pending, decision);
                }
            });
        } catch (Exception | Error rejected) {
            permits.release(pending.request());
            LOG.log(System.Logger.Level.ERROR, "event loop rejected the decision of an admission", rejected);
        }
    }

    /** Passes the permit on to the stream, or releases it. */
    private void carryOut(PendingOpen pending, Admission decision) {
        boolean opens = decision.isAccepted() && !closing;
        if (opens && !pending.isHead()) {
            openStream(pending, decision);
            return;
        }
        permits.release(pending.request());
        if (opens) {
            respondToHead(pending, decision.response().headers());
        } else if (decision.isAccepted()) {
            shed(pending);
        } else {
            responses.sendRejection(pending.exchange(), decision.response());
        }
    }

    /** Answers a HEAD request as one with GET would be, as far as the head goes. */
    private static void respondToHead(PendingOpen pending, Headers replacing) {
        pending.exchange().respond(Response.of(200).withHeaders(pending.fields(replacing)));
    }

    private void openStream(PendingOpen pending, Admission decision) {
        ServerEventStream stream = newStream(pending, decision);
        counts.countOpened();
        try {
            observer.opened(stream);
            stream.open(
                    pending.exchange(),
                    pending.head(decision.response().headers()),
                    pending.plan().handler(),
                    pending.request()::releaseContent);
        } catch (Exception | Error failure) {
            stream.onDisconnected();
            throw failure;
        }
    }

    /** Returns a stream that is not open. Any thread. */
    private ServerEventStream newStream(PendingOpen pending, Admission decision) {
        StreamContext context = contexts.of(pending.plan()).of(pending.request(), pending.form());
        ServerEventStream stream = new ServerEventStream(pending.lane(), context, pending.request());
        pending.plan().attributes().forEach(stream::putAttribute);
        decision.attributes().forEach(stream::putAttribute);
        return stream;
    }

    private void onConnectionClosed(ServerEventStream stream) {
        try {
            counts.countClosed(stream.closeReason().orElseThrow());
            observer.closed(stream);
        } finally {
            permits.release(stream.request());
        }
    }

    /**
     * Asks a client to reconnect later. A browser's {@code EventSource} stops reconnecting on any status but 200, so a
     * client that accepts an event stream by name receives one that holds only a reconnection time. One that sends
     * content is no {@code EventSource}, and would take that stream for a complete answer.
     */
    private void shed(PendingOpen pending) {
        if (!pending.isHead()) {
            counts.countShed();
            JfrEvents.shed(pending.request());
            observer.shed(pending.request());
        }
        if (pending.accept() != AcceptMatch.EXPLICIT
                || !StreamMethods.isRead(pending.request().method())) {
            responses.serviceUnavailable(pending.exchange(), "the server has no room for another stream");
        } else if (pending.isHead()) {
            pending.exchange()
                    .respond(Response.of(200).withHeaders(pending.shedHead().headers()));
        } else {
            long millis = ThreadLocalRandom.current().nextLong(MIN_SHED_RETRY_MILLIS, MAX_SHED_RETRY_MILLIS + 1);
            new ServerEventStream(pending.lane(), contexts.of(pending.plan()).shed(), pending.request())
                    .openAndClose(pending.exchange(), pending.shedHead(), Duration.ofMillis(millis));
        }
    }
}
