package dev.beckon.nativerules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.domain.JavaParameter;
import com.tngtech.archunit.core.domain.JavaType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The names of the types that a native build registers, as far as our own classes and files show. */
final class Registered {

    static final String ANNOTATION = "io.quarkus.runtime.annotations.RegisterForReflection";

    private static final String REST = "jakarta.ws.rs.";
    private static final Set<String> METHODS = Set.of(REST + "GET", REST + "POST", REST + "PUT", REST + "DELETE", REST + "PATCH",
            REST + "HEAD", REST + "OPTIONS", "org.jboss.resteasy.reactive.server.ServerExceptionMapper");
    private static final String FOLDER = "META-INF/native-image/";
    private static final Set<String> WHOLE = Set.of("allDeclaredConstructors", "allDeclaredMethods", "allDeclaredFields",
            "allRecordComponents");
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<String> names = new TreeSet<>();

    private Registered() {}

    static Set<String> in(JavaClasses classes) {
        Registered registered = new Registered();
        for (JavaClass type : classes) {
            registered.annotated(type);
            type.getMethods().stream().filter(Registered::isAnswered).forEach(registered::spoken);
        }
        ClassRoot.of(classes).stream().flatMap(Registered::entries).filter(Registered::isWhole)
                .forEach(entry -> registered.names.add(entry.path("name").asText()));
        return registered.names;
    }

    /** Names registered but on no class path: the build skips them silently. */
    static List<String> missing(Set<ClassRoot> roots) {
        return roots.stream().flatMap(root -> Stream.concat(entries(root), entries(root, "jni-config.json"))).flatMap(Registered::missing)
                .sorted().toList();
    }

    private static Stream<String> missing(JsonNode entry) {
        String name = entry.path("name").asText();
        try {
            // false: the class is only looked at, so it need not be initialised.
            Class<?> type = Class.forName(name, false, Registered.class.getClassLoader());
            Set<String> fields = Stream.of(type.getDeclaredFields()).map(Field::getName).collect(Collectors.toSet());
            return entry.path("fields").valueStream().map(field -> field.path("name").asText())
                    .filter(field -> !fields.contains(field)).map(field -> name + '.' + field + " is registered and not there");
        } catch (ClassNotFoundException e) {
            return Stream.of(name + " is registered and not there");
        }
    }

    private static Stream<JsonNode> entries(ClassRoot root) {
        return entries(root, "reflect-config.json");
    }

    private static Stream<JsonNode> entries(ClassRoot root, String name) {
        return root.files(FOLDER, name).stream().flatMap(file -> read(file).valueStream());
    }

    /** Whether the entry registers everything of a type, as Jackson needs. */
    private static boolean isWhole(JsonNode entry) {
        return WHOLE.stream().allMatch(part -> entry.path(part).asBoolean());
    }

    /** Whether HTTP calls the method or sends its result, so that Quarkus registers the types of its signature. */
    static boolean isAnswered(JavaMethod method) {
        return METHODS.stream().anyMatch(method::isAnnotatedWith);
    }

    private void annotated(JavaClass type) {
        if (type.isAnnotatedWith("jakarta.persistence.Entity")) {
            names.add(type.getName());
        }
        type.tryGetAnnotationOfType(ANNOTATION).filter(annotation -> !annotation.get("fields").equals(Optional.of(false))).ifPresent(
                annotation -> {
                    List<String> targets = targets(annotation);
                    names.addAll(targets.isEmpty() ? List.of(type.getName()) : targets);
                });
    }

    private static List<String> targets(JavaAnnotation<?> annotation) {
        Stream<String> types = annotation.get("targets").stream().flatMap(all -> Stream.of((Object[]) all))
                .map(type -> ((JavaClass) type).getName());
        Stream<String> named = annotation.get("classNames").stream().flatMap(all -> Stream.of((Object[]) all)).map(String.class::cast);
        return Stream.concat(types, named).toList();
    }

    private void spoken(JavaMethod method) {
        Set<JavaClass> seen = new HashSet<>();
        withFields(method.getReturnType(), seen);
        method.getParameters().stream().filter(Registered::isBody).map(JavaParameter::getType).forEach(body -> withFields(body, seen));
        seen.forEach(type -> names.add(type.getName()));
    }

    /** A body may carry validation annotations; a parameter from headers, the path and so on always has its own annotation. */
    private static boolean isBody(JavaParameter parameter) {
        return parameter.getAnnotations().stream().map(annotation -> annotation.getRawType().getPackageName() + '.')
                .noneMatch(named -> named.startsWith(REST) || named.startsWith("org.jboss.resteasy."));
    }

    private static void withFields(JavaType signature, Set<JavaClass> seen) {
        for (JavaClass type : signature.getAllInvolvedRawTypes()) {
            if (NativeRules.isOurs(type) && seen.add(type)) {
                type.getFields().stream().filter(field -> !isStatic(field)).forEach(field -> withFields(field.getType(), seen));
            }
        }
    }

    static boolean isStatic(JavaField field) {
        return field.getModifiers().contains(JavaModifier.STATIC);
    }

    private static JsonNode read(byte[] file) {
        try {
            return JSON.readTree(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
