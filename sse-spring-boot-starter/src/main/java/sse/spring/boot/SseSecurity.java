package sse.spring.boot;

import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.springframework.security.authentication.AuthenticationTrustResolver;
import org.springframework.security.authentication.AuthenticationTrustResolverImpl;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.authorization.AuthorizationResult;
import org.springframework.security.concurrent.DelegatingSecurityContextCallable;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import sse.api.Admission;
import sse.api.AdmissionPolicy;
import sse.api.Request;
import sse.api.StreamRequest;

/**
 * Spring Security for streams: who the client of a request is, which clients are admitted to a stream, and code that
 * finds the client in {@link SecurityContextHolder}. Admissions, responders and handlers run on threads of the
 * library's, where that holder is empty.
 *
 * <pre>{@code
 * StreamOptions options = StreamOptions.builder()
 *         .admission(SseSecurity.admission(AuthorityAuthorizationManager.hasRole("EDITOR")))
 *         .build();
 * }</pre>
 *
 * <p>Usable in an application with Spring Security 6.4 or later, whose filters precede the streams. The methods are
 * thread-safe and do not accept null.
 */
public final class SseSecurity {
    private static final AuthenticationTrustResolver TRUST = new AuthenticationTrustResolverImpl();
    private static final int UNAUTHORIZED = 401;
    private static final int FORBIDDEN = 403;

    private SseSecurity() {}

    /**
     * Returns the authentication that Spring Security's filters have found, with the client's authorities.
     *
     * @param request a request, also that of an open stream
     * @return the authentication; empty for a client that is anonymous, or if no filter of Spring Security has passed
     *     the request
     */
    public static Optional<Authentication> authentication(Request request) {
        return request.principal().filter(Authentication.class::isInstance).map(Authentication.class::cast);
    }

    /**
     * Returns an admission by a rule of Spring Security. A client that the rule does not grant access is answered 403,
     * or 401 if it is not authenticated. A {@code RoleHierarchy} counts if the rule has been given it. A rule that
     * throws is answered 500, as any admission that throws.
     *
     * @param rule the rule, which may block; it finds the client in {@link SecurityContextHolder} as well
     * @return the admission, for {@link sse.api.StreamOptions.Builder#admission}
     */
    public static AdmissionPolicy admission(AuthorizationManager<? super StreamRequest> rule) {
        Objects.requireNonNull(rule, "rule");
        return request -> {
            Optional<Authentication> client = authentication(request);
            AuthorizationResult result = call(request, () -> rule.authorize(() -> client.orElse(null), request));
            if (result == null || result.isGranted()) {
                return Admission.accept();
            }
            return Admission.reject(client.filter(TRUST::isAuthenticated).isPresent() ? FORBIDDEN : UNAUTHORIZED);
        };
    }

    /**
     * Calls code that finds the client of a request in {@link SecurityContextHolder}, such as methods with
     * {@code @PreAuthorize}. The holder has what it had before when this method returns.
     *
     * <pre>{@code
     * service.respond("/report", request -> SseSecurity.call(request, () -> Response.text(reports.newest())));
     * }</pre>
     *
     * @param request the request, also that of an open stream
     * @param code the code, which runs in the calling thread
     * @param <T> the type of its result
     * @return its result
     * @throws Exception what the code throws
     */
    public static <T> T call(Request request, Callable<T> code) throws Exception {
        SecurityContext context = SecurityContextHolder.createEmptyContext();
        authentication(request).ifPresent(context::setAuthentication);
        return new DelegatingSecurityContextCallable<>(code, context).call();
    }
}
