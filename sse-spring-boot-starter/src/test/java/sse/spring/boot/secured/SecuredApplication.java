package sse.spring.boot.secured;

import java.util.Collection;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.authorization.AuthorityAuthorizationManager;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.GrantedAuthority;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import sse.api.Request;
import sse.api.Response;
import sse.api.StreamOptions;
import sse.spring.boot.SseSecurity;
import sse.spring.boot.SseServiceCustomizer;

/** An application whose streams are for some of its users. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class SecuredApplication {
    @Bean
    UserDetailsService users() {
        return new InMemoryUserDetailsManager(
                User.withUsername("ada")
                        .password("{noop}secret")
                        .roles("EDITOR", "READER")
                        .build(),
                User.withUsername("bob")
                        .password("{noop}secret")
                        .roles("READER")
                        .build());
    }

    @Bean
    SseServiceCustomizer drafts() {
        StreamOptions forEditors = StreamOptions.builder()
                .admission(SseSecurity.admission(AuthorityAuthorizationManager.hasRole("EDITOR")))
                .build();
        return service -> service.stream("/drafts", forEditors, stream -> {
            stream.send(SseSecurity.call(stream.request(), Reports::newest));
            stream.send("no client: " + Reports.hasNoClient());
        });
    }

    @Bean
    SseServiceCustomizer reports() {
        return service -> service.respond(
                        "/report", request -> SseSecurity.call(request, () -> Response.text(Reports.newest())))
                .respond("/roles", request -> Response.text(roles(request)));
    }

    private static String roles(Request request) {
        return SseSecurity.authentication(request).stream()
                .map(Authentication::getAuthorities)
                .flatMap(Collection::stream)
                .map(GrantedAuthority::getAuthority)
                // Spring Security 7 adds how the client has proved who it is.
                .filter(authority -> authority.startsWith("ROLE_"))
                .sorted()
                .collect(Collectors.joining(" "));
    }
}
