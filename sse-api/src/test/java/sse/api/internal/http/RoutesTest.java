package sse.api.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import sse.api.RequestOptions;
import sse.api.Responder;
import sse.api.Response;
import sse.api.StreamOptions;

class RoutesTest {
    private final Routes routes = new Routes();

    @Test
    void matchesExactPaths() {
        respond("/", "/a", "/a/b", "/a/");

        assertThat(templateFor("/")).contains("/");
        assertThat(templateFor("/a")).contains("/a");
        assertThat(templateFor("/a/")).contains("/a/");
        assertThat(templateFor("/a/b")).contains("/a/b");
        assertThat(templateFor("/A")).isEmpty();
        assertThat(templateFor("/a/b/c")).isEmpty();
        assertThat(templateFor("/a//b")).isEmpty();
    }

    @Test
    void givesVariablesTheirValues() {
        respond("/rooms/{room}/users/{user}");

        Routes.Match match = match("/rooms/a%2Fb/users/%C3%A9").orElseThrow();
        assertThat(match.route().variables()).containsExactly("room", "user");
        assertThat(match.values()).containsExactly("a/b", "é");
        assertThat(match("/rooms//users/x")).isEmpty();
    }

    @Test
    void sharesTheMatchOfAPathWithoutVariables() {
        respond("/a/b");

        assertThat(match("/a/b").orElseThrow()).isSameAs(match("/a/%62").orElseThrow());
        assertThat(match("/a/b").orElseThrow().route().template()).isEqualTo("/a/b");
    }

    @Test
    void copyKeepsWhatItHadAndGetsNothingMore() {
        respond("/a", "/rooms/{room}");
        Routes copy = routes.copy();
        respond("/a/b", "/rooms/{room}/log", "/x/{y}");
        routes.stream("/a", RequestOptions.defaults(), StreamOptions.defaults(), stream -> {});
        routes.fallback(request -> Response.text(""));

        assertThat(copy.isEmpty()).isFalse();
        assertThat(copy.streams()).isEmpty();
        assertThat(copy.match(List.of("a")).orElseThrow().route().template()).isEqualTo("/a");
        assertThat(copy.match(List.of("rooms", "1")).orElseThrow().values()).containsExactly("1");
        assertThat(copy.match(List.of("a", "b"))).isEmpty();
        assertThat(copy.match(List.of("rooms", "1", "log"))).isEmpty();
        assertThat(copy.match(List.of("x", "1"))).isEmpty();
        assertThat(routes.copy().match(List.of("elsewhere"))).isPresent();
    }

    @Test
    void prefersLiteralsAndGoesBackFromDeadEnds() {
        respond("/rooms/lobby", "/rooms/{room}", "/rooms/{room}/log", "/rooms/lobby/{part}");

        assertThat(templateFor("/rooms/lobby")).contains("/rooms/lobby");
        assertThat(templateFor("/rooms/other")).contains("/rooms/{room}");
        assertThat(templateFor("/rooms/lobby/log")).contains("/rooms/lobby/{part}");
        assertThat(templateFor("/rooms/other/log")).contains("/rooms/{room}/log");

        respond("/x/lobby/only", "/x/{a}/{b}");
        Routes.Match back = match("/x/lobby/else").orElseThrow();
        assertThat(back.values()).containsExactly("lobby", "else");
    }

    @Test
    void takesStreamAndResponseOnOnePath() {
        routes.respond("/a", RequestOptions.defaults(), request -> Response.text("x"));
        routes.stream("/a", RequestOptions.defaults(), StreamOptions.defaults(), stream -> {});

        Route route = match("/a").orElseThrow().route();
        assertThat(route.stream("GET")).isPresent();
        assertThat(route.answer("GET")).isPresent();
        assertThat(routes.streams()).hasSize(1);
    }

    @Test
    void fallsBackWhenNothingMatches() {
        routes.fallback(request -> Response.text("fallback"));

        assertThat(templateFor("/anything")).contains("fallback");
        assertThat(routes.isEmpty()).isFalse();
    }

    @Test
    void refusesASecondStreamOnAPath() {
        routes.stream("/{a}", RequestOptions.defaults(), StreamOptions.defaults(), stream -> {});
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> routes.stream("/{a}", RequestOptions.defaults(), StreamOptions.defaults(), stream -> {}))
                .withMessage("path must have one stream for each method: \"/{a}\" already has one for GET as \"/{a}\"");
    }

    @Test
    void refusesASecondResponseOnAPath() {
        respond("/a");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> respond("/a"))
                .withMessage("path must have one response for each method: \"/a\" already has one for GET as \"/a\"");
    }

    @Test
    void isEmptyUntilSomethingIsAdded() {
        assertThat(routes.isEmpty()).isTrue();
        respond("/a");
        assertThat(routes.isEmpty()).isFalse();
    }

    @Test
    void refusesTheSamePathWithOtherVariableNames() {
        respond("/{a}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> respond("/{b}"))
                .withMessage("path must name its variables as the one it equals does: \"/{b}\" and \"/{a}\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a          | path must start with a slash: \"a\"",
                "/a?b       | path must not have a query or fragment: \"/a?b\"",
                "/a#b       | path must not have a query or fragment: \"/a#b\"",
                "/{a}x      | variable must be a whole segment of letters, digits and _ in braces: "
                        + "\"{a}x\" in \"/{a}x\"",
                "/{}        | variable must be a whole segment of letters, digits and _ in braces: \"{}\" in \"/{}\"",
                "/{a b}     | variable must be a whole segment of letters, digits and _ in braces: "
                        + "\"{a b}\" in \"/{a b}\"",
                "/a}        | variable must be a whole segment of letters, digits and _ in braces: \"a}\" in \"/a}\"",
                "/{a        | variable must be a whole segment of letters, digits and _ in braces: \"{a\" in \"/{a\"",
                "/}a        | variable must be a whole segment of letters, digits and _ in braces: \"}a\" in \"/}a\"",
                "/files/*   | path must not contain *, write {name} for one whole segment: \"*\" in \"/files/*\"",
                "/a*/b      | path must not contain *, write {name} for one whole segment: \"a*\" in \"/a*/b\"",
                "/**        | path must not contain *, write {name} for one whole segment: \"**\" in \"/**\"",
                "/a/:room   | path must not have a segment that starts with a colon, write {room} for a variable:"
                        + " \":room\" in \"/a/:room\"",
                "/:a-b/c    | path must not have a segment that starts with a colon, write {name} for a variable:"
                        + " \":a-b\" in \"/:a-b/c\"",
                "/:         | path must not have a segment that starts with a colon, write {name} for a variable:"
                        + " \":\" in \"/:\"",
                "/{a}/{a}   | variable must occur once in a path: {a} in \"/{a}/{a}\"",
            })
    void rejectsMalformedPaths(String path, String message) {
        assertThatIllegalArgumentException().isThrownBy(() -> respond(path)).withMessage(message);
    }

    private void respond(String... paths) {
        for (String path : paths) {
            routes.respond(path, RequestOptions.defaults(), request -> Response.text(path));
        }
    }

    private Optional<String> templateFor(String target) {
        return match(target)
                .map(match -> bodyOf(match.route().answer("GET").orElseThrow().responder()));
    }

    @SuppressWarnings("NullAway") // The responders of these tests ignore the request.
    private static String bodyOf(Responder responder) {
        try {
            return new String(((Response) responder.respond(null)).body(), StandardCharsets.UTF_8);
        } catch (Exception impossible) {
            throw new AssertionError(impossible);
        }
    }

    private Optional<Routes.Match> match(String target) {
        List<String> segments = RequestTarget.parse(target).orElseThrow().segments();
        return routes.match(segments);
    }
}
