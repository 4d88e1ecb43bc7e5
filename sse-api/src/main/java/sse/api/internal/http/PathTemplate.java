package sse.api.internal.http;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** The path of a route: literal segments, and variables that match one whole segment. Immutable. */
final class PathTemplate {
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private final String text;
    private final List<Segment> segments;

    private PathTemplate(String text, List<Segment> segments) {
        this.text = text;
        this.segments = List.copyOf(segments);
    }

    /** One segment: a literal, or a variable of a name. */
    record Segment(String text, boolean isVariable) {}

    /**
     * Reads a path as the user wrote it.
     *
     * @throws IllegalArgumentException if it does not start with a slash, has a query or a fragment, has braces that
     *     are not {@code {name}}, or has a wildcard or a variable in the syntax of another library
     */
    static PathTemplate parse(String path) {
        if (!path.startsWith("/")) {
            throw new IllegalArgumentException("path must start with a slash: \"" + path + '"');
        }
        if (path.indexOf('?') >= 0 || path.indexOf('#') >= 0) {
            throw new IllegalArgumentException("path must not have a query or fragment: \"" + path + '"');
        }
        List<Segment> segments = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        for (String part : path.substring(1).split("/", -1)) {
            Segment segment = segment(path, part);
            if (segment.isVariable() && !names.add(segment.text())) {
                throw new IllegalArgumentException(
                        "variable must occur once in a path: {" + segment.text() + "} in \"" + path + '"');
            }
            segments.add(segment);
        }
        return new PathTemplate(path, segments);
    }

    private static Segment segment(String path, String part) {
        Optional<String> name = part.startsWith("{") && part.endsWith("}")
                ? Optional.of(part.substring(1, part.length() - 1))
                : Optional.empty();
        if (name.filter(n -> NAME.matcher(n).matches()).isPresent()) {
            return new Segment(name.get(), true);
        }
        if (part.indexOf('{') >= 0 || part.indexOf('}') >= 0) {
            throw new IllegalArgumentException("variable must be a whole segment of letters, digits and _ in braces: \""
                    + part + "\" in \"" + path + '"');
        }
        if (part.indexOf('*') >= 0) {
            throw new IllegalArgumentException(
                    "path must not contain *, write {name} for one whole segment: \"" + part + "\" in \"" + path + '"');
        }
        if (part.startsWith(":")) {
            throw new IllegalArgumentException("path must not have a segment that starts with a colon, write "
                    + suggested(part) + " for a variable: \"" + part + "\" in \"" + path + '"');
        }
        return new Segment(part, false);
    }

    /** Returns how a variable such as {@code :name} is to be written. */
    private static String suggested(String part) {
        String name = part.substring(1);
        return NAME.matcher(name).matches() ? "{" + name + "}" : "{name}";
    }

    List<Segment> segments() {
        return segments;
    }

    /** Returns the variables' names in order. */
    List<String> variables() {
        return segments.stream().filter(Segment::isVariable).map(Segment::text).toList();
    }

    /** Returns the path as the user wrote it. */
    @Override
    public String toString() {
        return text;
    }
}
