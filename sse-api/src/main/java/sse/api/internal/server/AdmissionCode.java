package sse.api.internal.server;

import java.util.Optional;
import java.util.function.Function;
import sse.api.Admission;
import sse.api.AdmissionPolicy;
import sse.api.Request;
import sse.api.StreamOptions;

/**
 * Runs the user code that comes before a stream: the function that finds the id to resume from, then the admission.
 * What it throws is logged and answered with 500. Runs on the executor.
 */
final class AdmissionCode {
    private static final System.Logger LOG = System.getLogger("sse.api");

    private AdmissionCode() {}

    /**
     * What came of it.
     *
     * @param pending the request, with the id to resume from
     * @param decision the decision
     */
    record Outcome(PendingOpen pending, Admission decision) {}

    /** Returns true if options have such code. */
    static boolean isIn(StreamOptions options) {
        return options.admission().isPresent() || options.lastEventId().isPresent();
    }

    /** Runs the code. Throws nothing. */
    static Outcome run(PendingOpen pending) {
        StreamOptions options = pending.plan().options();
        PendingOpen resuming = pending;
        if (options.lastEventId().isPresent() && pending.request().lastEventId().isEmpty()) {
            Optional<Optional<String>> id = idOf(options.lastEventId().get(), pending);
            if (id.isEmpty()) {
                return new Outcome(pending, failed());
            }
            resuming = id.get().map(pending::resumingFrom).orElse(pending);
        }
        Optional<AdmissionPolicy> admission = options.admission();
        Admission decision = admission.isEmpty() ? Admission.accept() : decisionOf(admission.get(), resuming);
        return new Outcome(resuming, decision);
    }

    /** Returns what the function returns; empty if it has failed. */
    private static Optional<Optional<String>> idOf(
            Function<? super Request, Optional<String>> function, PendingOpen pending) {
        String name = "last event id function of " + pending.plan().template();
        try {
            Optional<String> id = function.apply(pending.request());
            if (id != null) {
                return Optional.of(id);
            }
            LOG.log(System.Logger.Level.ERROR, name + " returned null");
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, name + " threw", failure);
        }
        return Optional.empty();
    }

    private static Admission decisionOf(AdmissionPolicy admission, PendingOpen pending) {
        String name = "admission of " + pending.plan().template();
        try {
            Admission decision = admission.admit(pending.request());
            if (decision != null) {
                return decision;
            }
            LOG.log(System.Logger.Level.ERROR, name + " returned null");
        } catch (Exception | Error failure) {
            LOG.log(System.Logger.Level.ERROR, name + " threw", failure);
        }
        return failed();
    }

    private static Admission failed() {
        return Admission.reject(ErrorResponses.error(500, "the server failed"));
    }
}
