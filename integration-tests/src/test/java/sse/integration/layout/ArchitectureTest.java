package sse.integration.layout;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaType;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Packages depend on each other in one direction, as {@link #ALLOWED} lists. */
class ArchitectureTest {
    /** What each package may depend on besides itself. */
    private static final Map<String, Set<String>> ALLOWED = parse("""
        sse.api: sse.api.internal.access sse.api.internal.codec sse.api.internal.history \
            sse.api.internal.http sse.api.internal.run sse.api.internal.server sse.api.internal.stream \
            sse.api.internal.subscription sse.api.internal.time sse.api.internal.topic sse.api.spi \
            sse.api.spi.history sse.api.spi.http sse.api.spi.support
        sse.api.internal.access: sse.api sse.api.internal.codec
        sse.api.internal.codec: sse.api.spi.http
        sse.api.internal.executor: sse.api.spi.support
        sse.api.internal.history: sse.api sse.api.internal.access sse.api.internal.codec sse.api.spi \
            sse.api.spi.history
        sse.api.internal.http: sse.api sse.api.spi sse.api.spi.http
        sse.api.internal.jfr: sse.api
        sse.api.internal.run: sse.api sse.api.internal.executor sse.api.internal.history \
            sse.api.internal.topic sse.api.spi.http
        sse.api.internal.server: sse.api sse.api.internal.executor sse.api.internal.http \
            sse.api.internal.jfr sse.api.internal.stream sse.api.internal.wire sse.api.internal.wire.gzip \
            sse.api.spi sse.api.spi.http
        sse.api.internal.stream: sse.api sse.api.internal.executor sse.api.internal.jfr \
            sse.api.internal.time sse.api.internal.wire sse.api.internal.wire.gzip sse.api.spi \
            sse.api.spi.support
        sse.api.internal.subscription: sse.api sse.api.internal.history sse.api.internal.stream \
            sse.api.internal.wire sse.api.spi sse.api.spi.history
        sse.api.internal.time:
        sse.api.internal.topic: sse.api sse.api.internal.executor sse.api.internal.history \
            sse.api.internal.stream sse.api.internal.subscription sse.api.internal.wire \
            sse.api.internal.wire.gzip sse.api.spi sse.api.spi.history
        sse.api.internal.wire: sse.api sse.api.internal.access sse.api.internal.wire.gzip sse.api.spi
        sse.api.internal.wire.gzip: sse.api.spi
        sse.api.spi: sse.api sse.api.internal.access sse.api.internal.codec sse.api.internal.time sse.api.spi.http
        sse.api.spi.history: sse.api sse.api.internal.access sse.api.spi
        sse.api.spi.http:
        sse.api.spi.support: sse.api sse.api.spi
        sse.client: sse.api sse.client.internal.connection sse.client.internal.read \
            sse.client.internal.request sse.client.internal.retry
        sse.client.internal.connection: sse.api sse.api.spi.support sse.client sse.client.internal.gzip \
            sse.client.internal.read sse.client.internal.request sse.client.internal.retry
        sse.client.internal.gzip:
        sse.client.internal.read: sse.api sse.client
        sse.client.internal.request: sse.client
        sse.client.internal.retry: sse.client sse.client.internal.request
        sse.conformance: sse.conformance.internal.client sse.conformance.internal.json \
            sse.conformance.internal.server
        sse.conformance.internal.client: sse.conformance sse.conformance.internal.json
        sse.conformance.internal.json:
        sse.conformance.internal.server:
        sse.conformance.junit: sse.conformance
        sse.history.file: sse.api sse.api.spi sse.api.spi.history
        sse.jdkhttp: sse.api sse.api.spi sse.api.spi.http sse.api.spi.support
        sse.nio: sse.api.spi sse.nio.internal.channel sse.nio.internal.http1 sse.nio.internal.loop
        sse.nio.internal.channel: sse.nio.internal.loop
        sse.nio.internal.http1: sse.api sse.api.spi sse.api.spi.http sse.nio.internal.channel \
            sse.nio.internal.loop
        sse.nio.internal.loop: sse.api sse.api.spi sse.api.spi.support
        sse.redis: sse.api sse.api.spi sse.api.spi.history
        sse.servlet: sse.api sse.api.spi sse.api.spi.http sse.api.spi.support
        sse.testkit: sse.api sse.api.spi sse.api.spi.history sse.api.spi.http sse.testkit.internal.contract \
            sse.testkit.internal.contract.backplane sse.testkit.internal.contract.history \
            sse.testkit.internal.contract.log sse.testkit.internal.http sse.testkit.internal.log \
            sse.testkit.internal.memory
        sse.testkit.internal.contract: sse.api sse.api.spi sse.api.spi.support sse.testkit \
            sse.testkit.internal.contract.support sse.testkit.internal.http
        sse.testkit.internal.contract.backplane: sse.api sse.api.spi.history sse.testkit \
            sse.testkit.internal.contract.log sse.testkit.internal.contract.support
        sse.testkit.internal.contract.history: sse.api sse.api.spi.history sse.testkit \
            sse.testkit.internal.contract.log
        sse.testkit.internal.contract.log: sse.api sse.api.spi sse.api.spi.history \
            sse.testkit.internal.contract.support
        sse.testkit.internal.contract.support:
        sse.testkit.internal.http: sse.api sse.api.spi.http
        sse.testkit.internal.log: sse.api.spi sse.api.spi.history
        sse.testkit.internal.memory: sse.api sse.api.spi sse.api.spi.http sse.api.spi.support \
            sse.testkit.internal.http
        sse.testkit.internal.tls:
        """);

    /** The types that use internal packages. An internal package may use the other public types, but not these. */
    private static final Set<String> ENTRY_POINTS = Set.of(
            "sse.api.Topic",
            "sse.api.Hub",
            "sse.api.Run",
            "sse.api.Runs",
            "sse.api.SseServer",
            "sse.api.SseService",
            "sse.client.EventSource",
            "sse.conformance.Cases",
            "sse.conformance.ClientConformance",
            "sse.conformance.DecoderConformance",
            "sse.conformance.Main",
            "sse.conformance.ServerConformance",
            "sse.testkit.BackplaneContract",
            "sse.testkit.HostContract",
            "sse.testkit.HostServerContract",
            "sse.testkit.HistoryContract",
            "sse.testkit.TransportContract");

    private static final Dependencies CODE = Dependencies.of(ProductionModule.PUBLISHED);

    @Test
    void listsEveryPackage() {
        assertThat(CODE.packageGraph().keySet()).isEqualTo(ALLOWED.keySet());
    }

    @Test
    void usesOnlyAllowedPackages() {
        Set<String> violations = CODE.acrossPackages()
                .filter(dependency -> !ALLOWED.getOrDefault(Dependencies.source(dependency), Set.of())
                        .contains(Dependencies.target(dependency)))
                .map(dependency -> dependency.getOriginClass().getName() + " -> "
                        + dependency.getTargetClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(violations).isEmpty();
    }

    /** An arrow that is allowed and not used could be drawn without a change of the table. */
    @Test
    void allowsOnlyPackagesThatAreUsed() {
        Map<String, TreeSet<String>> used = CODE.packageGraph();
        Set<String> unused = ALLOWED.entrySet().stream()
                .flatMap(allowed -> allowed.getValue().stream()
                        .filter(target -> !used.getOrDefault(allowed.getKey(), new TreeSet<>())
                                .contains(target))
                        .map(target -> allowed.getKey() + " -> " + target))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(unused).isEmpty();
    }

    /** The root packages are left out: their entry points use the internals, which use their values. */
    @Test
    void hasNoCycleAmongPackages() {
        Map<String, TreeSet<String>> graph = CODE.packageGraph();
        graph.keySet().removeAll(Set.of("sse.api", "sse.client", "sse.conformance", "sse.testkit"));
        Set<String> cyclic = graph.keySet().stream()
                .filter(name -> reachableFrom(graph, name).contains(name))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(cyclic).isEmpty();
    }

    @Test
    void keepsEntryPointsOutOfInternals() {
        Set<String> violations = CODE.acrossPackages()
                .filter(dependency -> Dependencies.source(dependency).contains(".internal."))
                .filter(dependency -> !crossesModules(dependency))
                .filter(dependency -> ENTRY_POINTS.contains(
                        outermost(dependency.getTargetClass().getBaseComponentType())))
                .map(dependency -> outermost(dependency.getOriginClass()) + " -> "
                        + dependency.getTargetClass().getName())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(violations).isEmpty();
        assertThat(CODE.classes().map(JavaClass::getName)).containsAll(ENTRY_POINTS);
    }

    @Test
    void keepsTransportsApart() {
        Set<String> transports = Set.of(
                "sse.nio",
                "sse.jdkhttp",
                "sse.servlet",
                "sse.client",
                "sse.history",
                "sse.redis",
                "sse.testkit",
                "sse.conformance");
        assertThat(CODE.acrossPackages()
                        .filter(dependency -> transports.contains(root(Dependencies.target(dependency))))
                        .filter(ArchitectureTest::crossesModules))
                .isEmpty();
    }

    @Test
    void exportsNoInternalTypeInASignature() {
        Set<String> exported = ProductionModule.PUBLISHED.stream()
                .flatMap(module -> module.exportedPackages().stream())
                .collect(Collectors.toSet());
        Set<String> violations = CODE.classes()
                .filter(type -> exported.contains(type.getPackageName()) && isAccessible(type))
                .flatMap(type -> Stream.concat(
                                memberTypes(type).filter(used -> !isAccessible(used)),
                                Stream.concat(memberTypes(type), supertypes(type))
                                        .filter(used -> !exported.contains(used.getPackageName())))
                        .filter(used -> used.getPackageName().startsWith("sse."))
                        .map(used -> type.getName() + ": " + used.getName()))
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(violations).isEmpty();
    }

    private static Map<String, Set<String>> parse(String table) {
        return table.lines()
                .map(line -> line.split(": *"))
                .collect(Collectors.toMap(
                        cells -> cells[0].strip(),
                        cells -> cells.length == 1
                                ? Set.of()
                                : Set.of(cells[1].strip().split(" +"))));
    }

    private static Set<String> reachableFrom(Map<String, TreeSet<String>> graph, String start) {
        Set<String> reached = new TreeSet<>();
        Deque<String> next = new ArrayDeque<>(List.of(start));
        while (!next.isEmpty()) {
            for (String target : graph.getOrDefault(next.remove(), new TreeSet<>())) {
                if (reached.add(target)) {
                    next.add(target);
                }
            }
        }
        return reached;
    }

    /** Returns the types in a type's declaration. A supertype of the same package may be package-private. */
    private static Stream<JavaClass> supertypes(JavaClass type) {
        return rawTypes(Stream.concat(type.getSuperclass().stream(), type.getInterfaces().stream()));
    }

    /** Returns the types in the signatures of public and protected members. */
    private static Stream<JavaClass> memberTypes(JavaClass type) {
        Stream<JavaType> fields =
                type.getFields().stream().filter(ArchitectureTest::isVisible).map(JavaField::getType);
        Stream<JavaType> codeUnits = type.getCodeUnits().stream()
                .filter(unit -> isPublicOrProtected(unit.getModifiers()))
                .filter(unit -> !unit.getModifiers().contains(JavaModifier.SYNTHETIC))
                .flatMap(ArchitectureTest::signature);
        return rawTypes(Stream.concat(fields, codeUnits));
    }

    private static Stream<JavaClass> rawTypes(Stream<JavaType> types) {
        return types.map(JavaType::getAllInvolvedRawTypes)
                .flatMap(Collection::stream)
                .map(JavaClass::getBaseComponentType);
    }

    private static Stream<JavaType> signature(JavaCodeUnit unit) {
        return Stream.concat(Stream.of(unit.getReturnType()), unit.getParameterTypes().stream());
    }

    private static boolean isVisible(JavaField field) {
        return isPublicOrProtected(field.getModifiers());
    }

    private static boolean isAccessible(JavaClass type) {
        return isPublicOrProtected(type.getModifiers())
                && type.getEnclosingClass().map(ArchitectureTest::isAccessible).orElse(true);
    }

    private static boolean isPublicOrProtected(Set<JavaModifier> modifiers) {
        return modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED);
    }

    private static boolean crossesModules(Dependency dependency) {
        return !root(Dependencies.source(dependency)).equals(root(Dependencies.target(dependency)));
    }

    private static String outermost(JavaClass type) {
        return type.getName().replaceAll("\\$.*", "");
    }

    /** Returns a module's root package. */
    private static String root(String packageName) {
        return packageName.replaceAll("^(sse\\.\\w+).*", "$1");
    }
}
