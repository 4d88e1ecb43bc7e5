package sse.api.internal.http;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import sse.api.RequestOptions;
import sse.api.Responder;
import sse.api.StreamHandler;
import sse.api.StreamOptions;

/**
 * The routes of a service: a tree with one level for each segment. A literal is tried before a variable, and matching
 * backtracks. Filled by a builder on one thread; a service reads a {@link #copy}, which is not changed.
 */
public final class Routes {
    private final Node root;
    private @Nullable Match fallback;
    private boolean empty = true;

    /** A node of the tree: its children, and the route of the path that ends here. */
    private static final class Node {
        final Map<String, Node> literals = new HashMap<>();

        @Nullable
        Node variable;

        /** The route without values, which requests for a path without variables share. */
        @Nullable
        Match match;

        void offer(Route route) {
            match = new Match(route, List.of());
        }

        Node copy() {
            Node copy = new Node();
            literals.forEach((text, child) -> copy.literals.put(text, child.copy()));
            copy.variable = variable == null ? null : variable.copy();
            copy.match = match;
            return copy;
        }
    }

    /**
     * A route and the values of its variables.
     *
     * @param route the route
     * @param values the variables' values in the order of their names
     */
    public record Match(Route route, List<String> values) {}

    /** Creates an empty set of routes. */
    public Routes() {
        this(new Node());
    }

    private Routes(Node root) {
        this.root = root;
    }

    /** Adds a stream. */
    public void stream(String path, RequestOptions requests, StreamOptions options, StreamHandler handler) {
        Node node = nodeFor(PathTemplate.parse(path));
        Route route = routeOf(node);
        Route.StreamRoute added = Route.StreamRoute.of(route.template(), requests, options, handler);
        requireDisjoint(route.streams(), added, "stream", path);
        node.offer(route.with(added));
    }

    /** Adds a responder. */
    public void respond(String path, RequestOptions requests, Responder responder) {
        Node node = nodeFor(PathTemplate.parse(path));
        Route route = routeOf(node);
        Route.AnswerRoute added = new Route.AnswerRoute(route.template(), requests, responder);
        requireDisjoint(route.answers(), added, "response", path);
        node.offer(route.with(added));
    }

    /** Sets the responder for paths that no route matches; replaces the previous one. */
    public void fallback(Responder responder) {
        Route.AnswerRoute answer = new Route.AnswerRoute("", RequestOptions.defaults(), responder);
        fallback = new Match(Route.of("", List.of()).with(answer), List.of());
        empty = false;
    }

    /** Returns a copy that is independent of these routes. */
    public Routes copy() {
        Routes copy = new Routes(root.copy());
        copy.fallback = fallback;
        copy.empty = empty;
        return copy;
    }

    /** Returns true if nothing has been added. */
    public boolean isEmpty() {
        return empty;
    }

    /** Returns the streams of all routes. */
    public List<Route.StreamRoute> streams() {
        List<Route.StreamRoute> streams = new ArrayList<>();
        forEachRoute(root, route -> streams.addAll(route.streams()));
        return streams;
    }

    /** Returns the streams and responders of all routes, without the fallback. */
    public List<Route.Endpoint> endpoints() {
        List<Route.Endpoint> endpoints = new ArrayList<>();
        forEachRoute(root, route -> {
            endpoints.addAll(route.streams());
            endpoints.addAll(route.answers());
        });
        return endpoints;
    }

    private static void forEachRoute(Node node, Consumer<Route> action) {
        if (node.match != null) {
            action.accept(node.match.route());
        }
        node.literals.values().forEach(child -> forEachRoute(child, action));
        if (node.variable != null) {
            forEachRoute(node.variable, action);
        }
    }

    /** Finds the route of a path, given as its decoded segments, or else the fallback. */
    public Optional<Match> match(List<String> segments) {
        List<String> values = new ArrayList<>(2);
        Node node = find(root, segments, 0, values);
        Match match = node == null ? fallback : node.match;
        return Optional.ofNullable(match)
                .map(found -> values.isEmpty() ? found : new Match(found.route(), List.copyOf(values)));
    }

    private static @Nullable Node find(Node node, List<String> segments, int depth, List<String> values) {
        if (depth == segments.size()) {
            return node.match == null ? null : node;
        }
        String segment = segments.get(depth);
        Node literal = node.literals.get(segment);
        Node found = literal == null ? null : find(literal, segments, depth + 1, values);
        if (found == null && node.variable != null && !segment.isEmpty()) {
            values.add(segment);
            found = find(node.variable, segments, depth + 1, values);
            if (found == null) {
                values.remove(values.size() - 1);
            }
        }
        return found;
    }

    private Node nodeFor(PathTemplate template) {
        Node node = root;
        for (PathTemplate.Segment segment : template.segments()) {
            if (segment.isVariable()) {
                if (node.variable == null) {
                    node.variable = new Node();
                }
                node = node.variable;
            } else {
                node = node.literals.computeIfAbsent(segment.text(), literal -> new Node());
            }
        }
        if (node.match == null) {
            node.offer(Route.of(template.toString(), template.variables()));
        } else if (!routeOf(node).variables().equals(template.variables())) {
            throw new IllegalArgumentException("path must name its variables as the one it equals does: \"" + template
                    + "\" and \"" + routeOf(node).template() + '"');
        }
        empty = false;
        return node;
    }

    private static Route routeOf(Node node) {
        return Objects.requireNonNull(node.match).route();
    }

    private static void requireDisjoint(
            List<? extends Route.Endpoint> present, Route.Endpoint added, String what, String path) {
        for (Route.Endpoint other : present) {
            for (String method : StreamMethods.NAMES) {
                if (other.takes(method) && added.takes(method)) {
                    throw new IllegalArgumentException("path must have one " + what + " for each method: \"" + path
                            + "\" already has one for " + method + " as \"" + other.template() + '"');
                }
            }
        }
    }
}
