package sse.spring.boot.news;

import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Shows in each response which kind of thread the container has given its request. */
@Configuration(proxyBeanMethods = false)
public class Threads {
    /** The name of the field, whose value is true for a virtual thread. */
    public static final String FIELD = "X-Virtual";

    @Bean
    Filter kindOfThread() {
        return (request, response, chain) -> {
            ((HttpServletResponse) response).setHeader(FIELD, Boolean.toString(isVirtual()));
            chain.doFilter(request, response);
        };
    }

    private static boolean isVirtual() {
        try {
            return (boolean) Thread.class.getMethod("isVirtual").invoke(Thread.currentThread());
        } catch (ReflectiveOperationException older) {
            return false;
        }
    }
}
