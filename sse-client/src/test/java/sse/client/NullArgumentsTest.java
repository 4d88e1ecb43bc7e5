package sse.client;

import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Everything public that takes an argument rejects null. */
class NullArgumentsTest {
    private static final URI STREAM = URI.create("http://example.com/");
    private static final ResponseHead HEAD = ResponseHead.of(STREAM, 200, HttpHeaders.of(Map.of(), (a, b) -> true));
    private static final SourceEnd END =
            SourceEnd.builder(EndReason.CLOSED, "closed").build();
    private static final Disconnection DISCONNECTION =
            Disconnection.builder(DisconnectReason.ENDED).build();

    static Stream<Arguments> parameters() {
        return Stream.of(
                        EventSource.builder(STREAM),
                        EventSource.builder(STREAM).build(),
                        ConnectAttempt.first(""),
                        Disconnection.builder(DisconnectReason.ENDED),
                        DISCONNECTION,
                        SourceEnd.builder(EndReason.CLOSED, ""),
                        END,
                        SourceStatistics.builder(),
                        HEAD,
                        ReconnectDecision.end())
                .flatMap(target -> Arrays.stream(target.getClass().getMethods())
                        .filter(method ->
                                method.getDeclaringClass().getPackageName().equals("sse.client"))
                        .filter(method -> !method.getName().equals("equals"))
                        .flatMap(method -> IntStream.range(0, method.getParameterCount())
                                .filter(index -> !method.getParameterTypes()[index].isPrimitive())
                                .mapToObj(index -> Arguments.of(target, method, index))));
    }

    @ParameterizedTest
    @MethodSource("parameters")
    void areRejected(Object target, Method method, int index) {
        Object[] arguments = Arrays.stream(method.getParameterTypes())
                .map(NullArgumentsTest::example)
                .toArray();
        arguments[index] = null;

        assertThatNullPointerException()
                .isThrownBy(() -> {
                    try {
                        method.setAccessible(true);
                        method.invoke(Modifier.isStatic(method.getModifiers()) ? null : target, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                })
                .withMessageMatching("[a-zA-Z]+");
    }

    private static Object example(Class<?> type) {
        if (type == String.class) {
            return "x";
        }
        if (type == int.class) {
            return 1;
        }
        if (type == long.class) {
            return 1L;
        }
        if (type == double.class) {
            return 1.0;
        }
        if (type == boolean.class) {
            return true;
        }
        if (type == Duration.class) {
            return Duration.ofSeconds(1);
        }
        if (type == URI.class) {
            return STREAM;
        }
        if (type == byte[].class) {
            return new byte[0];
        }
        if (type == ResponseHead.class) {
            return HEAD;
        }
        if (type == Disconnection.class) {
            return DISCONNECTION;
        }
        if (type == HttpHeaders.class) {
            return HEAD.headers();
        }
        if (type == HttpClient.class) {
            return HttpClient.newHttpClient();
        }
        if (type == Throwable.class) {
            return new Exception();
        }
        if (type == ReconnectDecision.class) {
            return ReconnectDecision.end();
        }
        if (type.isEnum()) {
            return type.getEnumConstants()[0];
        }
        return Proxy.newProxyInstance(
                NullArgumentsTest.class.getClassLoader(), new Class<?>[] {type}, (proxy, called, given) -> null);
    }
}
