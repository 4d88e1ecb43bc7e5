package sse.spring.boot.secured;

import java.util.Objects;
import org.springframework.security.core.context.SecurityContextHolder;

/** Code of an application that looks for the client where Spring Security's own does. */
final class Reports {
    private Reports() {}

    static String newest() {
        return "report for "
                + Objects.requireNonNull(SecurityContextHolder.getContext().getAuthentication(), "no client")
                        .getName();
    }

    /** Returns true if no client has been left in the thread. */
    static boolean hasNoClient() {
        return SecurityContextHolder.getContext().getAuthentication() == null;
    }
}
