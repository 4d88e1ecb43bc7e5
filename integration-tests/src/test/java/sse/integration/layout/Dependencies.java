package sse.integration.layout;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/** The compiled classes of the published modules and what they depend on within the project. */
final class Dependencies {
    private final JavaClasses classes;

    private Dependencies(JavaClasses classes) {
        this.classes = classes;
    }

    /** Imports the production classes of modules. */
    static Dependencies of(List<ProductionModule> modules) {
        return new Dependencies(new ClassFileImporter()
                .importPaths(modules.stream().map(ProductionModule::classes).toArray(Path[]::new)));
    }

    Stream<JavaClass> classes() {
        return classes.stream().filter(type -> !type.getSimpleName().equals("package-info"));
    }

    /** Returns every dependency on a class of another package of the project. */
    Stream<Dependency> acrossPackages() {
        return classes()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .filter(dependency -> isOurs(dependency.getTargetClass()))
                .filter(dependency -> !source(dependency).equals(target(dependency)));
    }

    /** Returns the packages that each package depends on. */
    Map<String, TreeSet<String>> packageGraph() {
        Map<String, TreeSet<String>> graph = new TreeMap<>();
        classes().forEach(type -> graph.putIfAbsent(type.getPackageName(), new TreeSet<>()));
        acrossPackages().forEach(dependency -> graph.get(source(dependency)).add(target(dependency)));
        return graph;
    }

    static String source(Dependency dependency) {
        return dependency.getOriginClass().getPackageName();
    }

    static String target(Dependency dependency) {
        return dependency.getTargetClass().getBaseComponentType().getPackageName();
    }

    private static boolean isOurs(JavaClass type) {
        return type.getBaseComponentType().getPackageName().startsWith("sse.");
    }
}
