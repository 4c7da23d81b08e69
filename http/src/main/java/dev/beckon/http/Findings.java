package dev.beckon.http;

import dev.beckon.http.Problem.FieldError;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All faults of one document, so that its sender need not find them one by one. Not thread-safe. */
final class Findings {

    /** A document can hold hundreds of thousands of faults; a person needs only the first few. */
    private static final int MAX_LISTED = 50;

    private final List<FieldError> errors = new ArrayList<>();
    private final Set<String> pointers = new HashSet<>();
    private int found;

    /** Ignores a second finding at one pointer: a number instead of a text is not also a missing text. */
    void add(String pointer, String detail) {
        if (pointers.contains(pointer)) {
            return;
        }
        found++;
        if (errors.size() < MAX_LISTED) {
            errors.add(new FieldError(pointer, detail));
            pointers.add(pointer);
        }
    }

    void check() throws InvalidJsonException {
        if (found == 0) {
            return;
        }
        if (found > errors.size()) {
            errors.add(new FieldError("", "has %d more errors that are not listed".formatted(found - errors.size())));
        }
        throw new InvalidJsonException(errors);
    }
}
