package dev.beckon.contracts.rules;

import dev.beckon.contracts.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one document. All of it is collected, so that its sender need not find out bit by bit. Not thread-safe. */
public final class Findings {

    /** A document can hold hundreds of thousands of faults; a person needs the first few. */
    public static final int MAX_LISTED = 50;

    private final List<FieldError> errors = new ArrayList<>();
    private int found;

    /** @param pointer JSON Pointer (RFC 6901) */
    public void add(String pointer, String detail) {
        found++;
        if (errors.size() < MAX_LISTED) {
            errors.add(new FieldError(pointer, detail));
        }
    }

    /** Empty if nothing was found; a last entry counts those that are not listed. */
    public List<FieldError> errors() {
        List<FieldError> all = new ArrayList<>(errors);
        if (found > errors.size()) {
            all.add(new FieldError("", "has %d more errors that are not listed".formatted(found - errors.size())));
        }
        return all;
    }
}
