package dev.beckon.http;

import dev.beckon.http.Problem.FieldError;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.lang.reflect.Parameter;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jboss.resteasy.reactive.RestQuery;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jboss.resteasy.reactive.server.SimpleResourceInfo;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a parameter, in the query or behind a semicolon in the path, that the called method has no {@link RestQuery} for, or
 * that comes twice without being a list. JAX-RS would ignore both: {@code dryRun=true} must not be taken for the real thing.
 */
@Singleton
class QueryNames {

    private static final int MAX_LISTED = 20;
    /** Netty treats a semicolon as an ampersand. */
    private static final Pattern SEPARATOR = Pattern.compile("[&;]");
    private static final Pattern IN_PATH = Pattern.compile(";([^;/]*)");

    private final Map<Called, Map<String, Boolean>> known = new ConcurrentHashMap<>();

    private record Called(Class<?> resource, String method) {}

    @ServerRequestFilter
    void check(RoutingContext exchange, SimpleResourceInfo called) {
        Map<String, Boolean> names = known.computeIfAbsent(new Called(called.getResourceClass(), called.getMethodName()),
                _ -> declared(called));
        List<FieldError> errors = errors(exchange.request(), names);
        if (!errors.isEmpty()) {
            throw ProblemException.invalidRequest(errors);
        }
    }

    /** @return the declared names, and whether each may come several times */
    private static Map<String, Boolean> declared(SimpleResourceInfo called) {
        try {
            Map<String, Boolean> names = new TreeMap<>();
            for (Parameter parameter : called.getResourceClass().getDeclaredMethod(called.getMethodName(), called.parameterTypes())
                    .getParameters()) {
                RestQuery query = parameter.getAnnotation(RestQuery.class);
                if (query != null) {
                    names.put(query.value(), parameter.getType() == List.class);
                }
            }
            return names;
            // a native executable contains only the methods of resources that have query parameters
        } catch (NoSuchMethodException e) {
            return Map.of();
        }
    }

    /** Reads the address as the caller sent it: JAX-RS takes {@code before} and {@code BEFORE} for one name. */
    private static List<FieldError> errors(HttpServerRequest request, Map<String, Boolean> known) {
        Set<String> seen = new HashSet<>();
        return Stream.concat(inPath(request.path()), inQuery(request.query(), known, seen)).distinct().limit(MAX_LISTED).toList();
    }

    private static Stream<FieldError> inPath(@Nullable String path) {
        return path == null
                ? Stream.empty()
                : IN_PATH.matcher(path).results()
                        .map(found -> error(name(found.group(1)), "is not known: a path has no parameters; in a user id write ; as %3B"));
    }

    private static Stream<FieldError> inQuery(@Nullable String query, Map<String, Boolean> known, Set<String> seen) {
        return query == null
                ? Stream.empty()
                : SEPARATOR.splitAsStream(query)
                        .filter(parameter -> !parameter.isEmpty())
                        .flatMap(parameter -> {
                            String name = name(parameter);
                            String wrong = !known.containsKey(name)
                                    ? unknown(known.keySet())
                                    : !seen.add(name) && !known.get(name)
                                            ? "comes more than once"
                                            : null;
                            return wrong == null ? Stream.empty() : Stream.of(error(name, wrong));
                        })
                        .sorted(Comparator.comparing(FieldError::pointer));
    }

    private static String unknown(Set<String> known) {
        return known.isEmpty()
                ? "is not known: this call has no query parameters"
                : "is not known: this call has " + String.join(", ", known);
    }

    private static FieldError error(String name, String detail) {
        return new FieldError("/" + name.replace("~", "~0").replace("/", "~1"), detail);
    }

    private static String name(String parameter) {
        String name = parameter.split("=", 2)[0];
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }
}
