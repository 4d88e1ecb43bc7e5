package sse.api.internal.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import sse.api.RequestOptions;
import sse.api.Response;

class PathTemplateFuzzTest {
    /**
     * A path that is made of a template and values gives the values back, whatever they are: slashes, dots, percent
     * signs. The first line is the template, the others are values.
     */
    @FuzzTest
    void givesBackWhatATemplateWasFilledWith(byte[] lines) {
        String text = new String(lines, UTF_8);
        if (text.indexOf('\0') >= 0) {
            return; // No path has it.
        }
        List<String> given = Arrays.asList(text.split("\n", -1));
        Routes routes = new Routes();
        if (!isTemplate(given.get(0))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> routes.respond(given.get(0), RequestOptions.defaults(), request -> Response.text("")))
                    .withMessageMatching("(?s)(path|variable) must .*");
            return;
        }
        PathTemplate template = PathTemplate.parse(given.get(0));
        routes.respond(given.get(0), RequestOptions.defaults(), request -> Response.text(""));

        Iterator<String> next =
                given.stream().skip(1).filter(value -> !value.isEmpty()).iterator();
        List<String> values = new ArrayList<>();
        List<String> segments = new ArrayList<>();
        for (PathTemplate.Segment segment : template.segments()) {
            String value = !segment.isVariable() ? segment.text() : next.hasNext() ? next.next() : "value";
            if (segment.isVariable()) {
                values.add(value);
            }
            segments.add(value);
        }

        RequestTarget target = RequestTarget.parse(encoded(segments) + "?a=/b").orElseThrow();
        assertThat(target).isEqualTo(new RequestTarget(segments, "a=/b"));
        Routes.Match match = routes.match(target.segments()).orElseThrow();
        assertThat(match.route().template()).isEqualTo(given.get(0));
        assertThat(match.values()).isEqualTo(values);
        segments.add("more");
        assertThat(routes.match(segments)).isEmpty();
    }

    /** Reads a path as the Javadoc of routes says it: whole segments in braces are variables, of different names. */
    private static boolean isTemplate(String path) {
        if (!path.startsWith("/") || path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            return false;
        }
        List<String> segments = Arrays.asList(path.substring(1).split("/", -1));
        List<String> variables = segments.stream()
                .filter(segment -> segment.matches("\\{[A-Za-z_][A-Za-z0-9_]*}"))
                .toList();
        return variables.stream().distinct().count() == variables.size()
                && segments.stream()
                        .filter(segment -> !variables.contains(segment))
                        .allMatch(segment -> segment.matches("(?s)(?!:)[^{}*]*"));
    }

    private static String encoded(List<String> segments) {
        return segments.stream().map(PathTemplateFuzzTest::encoded).collect(Collectors.joining("/", "/", ""));
    }

    private static String encoded(String segment) {
        StringBuilder encoded = new StringBuilder();
        for (byte b : segment.getBytes(UTF_8)) {
            boolean plain = (b >= 'a' && b <= 'z') || b == '.' || b == '+';
            encoded.append(plain ? String.valueOf((char) b) : String.format("%%%02x", b & 0xFF));
        }
        return encoded.toString();
    }
}
