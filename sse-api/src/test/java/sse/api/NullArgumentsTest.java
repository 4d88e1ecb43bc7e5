package sse.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import sse.api.internal.FakeExchange;
import sse.api.internal.HandDrivenLane;
import sse.api.internal.HandDrivenTicker;
import sse.api.spi.Frame;
import sse.api.spi.HttpLimits;

/**
 * Null is refused by everything public in this package, and the message is the parameter's name: what
 * {@code package-info} promises.
 */
class NullArgumentsTest {
    /** Written by the user and called by the library, which has no null to pass. */
    private static final Set<Class<?>> CALLED_BY_THE_LIBRARY = Set.of(
            AdmissionPolicy.class,
            EventDecoder.Handler.class,
            Responder.class,
            ServerObserver.class,
            StreamHandler.class);

    /** Nothing equals null; the constants of an enum are looked up by the compiler's code. */
    private static final Set<String> OTHERWISE_DEFINED = Set.of("equals", "valueOf");

    private static final Map<Class<?>, Object> EXAMPLES = examples();

    /** One parameter of a call. */
    private record Argument(Executable call, int index) {
        void passNull() throws Throwable {
            Class<?>[] types = call.getParameterTypes();
            Object[] arguments =
                    Arrays.stream(types).map(NullArgumentsTest::example).toArray();
            nullAt(arguments, index);
            try {
                if (call instanceof Constructor<?> constructor) {
                    constructor.newInstance(arguments);
                } else {
                    Object receiver = Modifier.isStatic(call.getModifiers()) ? call : example(call.getDeclaringClass());
                    ((Method) call).invoke(receiver, arguments);
                }
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }

        Parameter parameter() {
            return call.getParameters()[index];
        }

        /** Returns type, method and parameter. */
        @Override
        public String toString() {
            String type = call.getDeclaringClass().getName().replace("sse.api.", "");
            String method = call instanceof Constructor ? "" : "." + call.getName();
            return type + method + "(" + parameter().getName() + ")";
        }
    }

    /** Returns every parameter that can be null. */
    static Stream<Argument> arguments() throws IOException, URISyntaxException {
        return publicTypes().stream()
                .flatMap(type -> Stream.<Executable>concat(
                        Arrays.stream(type.getDeclaredConstructors()), Arrays.stream(type.getDeclaredMethods())))
                .filter(call -> Modifier.isPublic(call.getModifiers()) && !call.isSynthetic())
                .filter(call -> !OTHERWISE_DEFINED.contains(call.getName()))
                .flatMap(call -> IntStream.range(0, call.getParameterCount())
                        .filter(index -> !call.getParameterTypes()[index].isPrimitive())
                        .mapToObj(index -> new Argument(call, index)));
    }

    @ParameterizedTest
    @MethodSource("arguments")
    void refusesNullWithTheNameOfTheParameter(Argument argument) {
        assertThat(argument.parameter().isNamePresent())
                .as("compiled with -parameters")
                .isTrue();
        assertThatNullPointerException()
                .isThrownBy(argument::passNull)
                .withMessage(argument.parameter().getName());
    }

    private static List<Class<?>> publicTypes() throws IOException, URISyntaxException {
        Path classes = Path.of(
                Event.class.getProtectionDomain().getCodeSource().getLocation().toURI());
        List<Class<?>> types = new ArrayList<>(
                List.of(HttpLimits.class, HttpLimits.Builder.class, ServiceSettings.class, TopicSettings.class));
        try (Stream<Path> files = Files.list(classes.resolve("sse/api"))) {
            files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".class") && !name.equals("package-info.class"))
                    .map(name -> load("sse.api." + name.substring(0, name.length() - ".class".length())))
                    .filter(type -> Modifier.isPublic(type.getModifiers()) && !CALLED_BY_THE_LIBRARY.contains(type))
                    .forEach(types::add);
        }
        return types;
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name);
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Map<Class<?>, Object> examples() {
        HandDrivenLane lane = new HandDrivenLane(new HandDrivenTicker());
        EventStream stream = lane.open(new FakeExchange());
        EventDecoder.Builder decoder = EventDecoder.builder((EventDecoder.Handler) standIn(EventDecoder.Handler.class));
        Map<Class<?>, Object> examples = new HashMap<>();
        for (Object example : List.of(
                "text",
                Duration.ofSeconds(1),
                new InetSocketAddress(0),
                Event.of("data"),
                Event.builder(),
                Frame.of(Event.of("data")),
                Headers.empty(),
                Headers.builder(),
                Response.of(204),
                Cors.allow("*"),
                Cors.builder(),
                decoder,
                decoder.build(),
                StreamOptions.defaults(),
                StreamOptions.builder(),
                LaneStatistics.builder(),
                ServerStatistics.builder(),
                StreamSummary.builder(stream.request(), CloseReason.COMPLETED),
                HttpLimits.defaults(),
                HttpLimits.builder(),
                SseServer.builder(),
                SseService.builder(),
                SseService.builder().stream("/", opened -> {}).build(),
                Hub.builder(),
                Hub.builder().build(),
                Topic.builder(),
                Topic.builder().build())) {
            examples.put(example.getClass(), example);
        }
        examples.put(ServiceSettings.class, SseService.builder());
        examples.put(TopicSettings.class, Topic.builder());
        examples.put(Object.class, "value");
        examples.put(Throwable.class, new IllegalStateException("cause"));
        examples.put(ByteBuffer.class, ByteBuffer.allocate(64));
        examples.put(Optional.class, Optional.empty());
        examples.put(Map.class, Map.of());
        examples.put(List.class, List.of());
        examples.put(Class.class, String.class);
        examples.put(AttributeKey.class, AttributeKey.of("name", String.class));
        examples.put(EventStream.class, stream);
        examples.put(Request.class, stream.request());
        examples.put(StreamRequest.class, stream.request());
        examples.put(Ticker.class, Ticker.system());
        return examples;
    }

    private static Object example(Class<?> type) {
        Object example = EXAMPLES.get(type);
        if (example != null) {
            return example;
        }
        if (type.isInterface()) {
            return standIn(type);
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        assertThat(type.isPrimitive() || type.isArray())
                .as("example of " + type)
                .isTrue();
        return type.isArray()
                ? Array.newInstance(type.getComponentType(), 0)
                : Array.get(Array.newInstance(type, 1), 0);
    }

    /** Makes an argument that is there and that nobody comes to use. */
    private static Object standIn(Class<?> type) {
        return Proxy.newProxyInstance(
                NullArgumentsTest.class.getClassLoader(), new Class<?>[] {type}, (self, method, given) -> {
                    throw new AssertionError("must not be called: " + method);
                });
    }

    @SuppressWarnings("NullAway") // What a user without null checks may pass.
    private static void nullAt(Object[] arguments, int index) {
        arguments[index] = null;
    }
}
