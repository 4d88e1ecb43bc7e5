package sse.api;

/**
 * Decides about requests for streams, for example by the client's credentials. Called by several threads at the same
 * time, so an implementation must be thread-safe.
 *
 * @see StreamOptions#admission()
 */
@FunctionalInterface
public interface AdmissionPolicy {
    /**
     * Decides about a request before its stream opens. Runs on the service's executor, so it may block. If it throws or
     * returns null, the request is answered with 500 and the failure is logged with the path of the route.
     *
     * @param request the request; everything in it is untrusted
     * @return the decision
     * @throws Exception if the request is to be answered with 500
     */
    Admission admit(StreamRequest request) throws Exception;
}
