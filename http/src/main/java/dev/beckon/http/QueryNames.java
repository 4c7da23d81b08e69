package dev.beckon.http;

import dev.beckon.contracts.Problem.FieldError;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The names in a request's query, all of which have to be known: a misspelt or invented one would be passed over in silence. */
public final class QueryNames {

    private static final int MAX_LISTED = 20;

    private QueryNames() {}

    /** @return one error for each name that the call does not have, and none if all are known */
    public static List<FieldError> unknown(Collection<String> given, Set<String> known) {
        String hint = known.isEmpty()
                ? "is not known: this call has no query parameters"
                : "is not known: this call has " + String.join(", ", new TreeSet<>(known));
        return given.stream().filter(name -> !known.contains(name)).sorted().limit(MAX_LISTED)
                .map(name -> new FieldError("/" + name.replace("~", "~0").replace("/", "~1"), hint))
                .toList();
    }
}
