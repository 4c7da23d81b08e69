package dev.beckon.http;

import dev.beckon.contracts.Problem.FieldError;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The names in a request's query, all of which have to be known: a misspelt or invented one would be passed over in silence. */
public final class QueryNames {

    private static final int MAX_LISTED = 20;

    private QueryNames() {}

    /**
     * @param rawQuery as it stands in the address: Vert.x and JAX-RS take {@code before} and {@code BEFORE} for one name
     * @return one error for each name that the call does not have, and none if all are known
     */
    public static List<FieldError> unknown(@Nullable String rawQuery, Set<String> known) {
        String hint = known.isEmpty()
                ? "is not known: this call has no query parameters"
                : "is not known: this call has " + String.join(", ", new TreeSet<>(known));
        return names(rawQuery).filter(name -> !known.contains(name)).distinct().sorted().limit(MAX_LISTED)
                .map(name -> new FieldError("/" + name.replace("~", "~0").replace("/", "~1"), hint))
                .toList();
    }

    private static Stream<String> names(@Nullable String rawQuery) {
        return rawQuery == null ? Stream.empty() : Stream.of(rawQuery.split("&"))
                .filter(parameter -> !parameter.isEmpty())
                .map(parameter -> decoded(parameter.split("=", 2)[0]));
    }

    private static String decoded(String name) {
        try {
            return URLDecoder.decode(name, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return name;
        }
    }
}
