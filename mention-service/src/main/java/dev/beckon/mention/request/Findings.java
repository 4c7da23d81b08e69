package dev.beckon.mention.request;

import dev.beckon.contracts.Problem.FieldError;
import dev.beckon.mention.problems.ProblemException;
import java.util.ArrayList;
import java.util.List;

/** What is wrong with one body. All of it is collected, so that a caller need not find out bit by bit. */
final class Findings {

    /** A body can hold hundreds of thousands of faults; a person needs the first few. */
    static final int MAX_LISTED = 50;

    private final List<FieldError> errors = new ArrayList<>();
    private int found;

    void add(String pointer, String detail) {
        found++;
        if (errors.size() < MAX_LISTED) {
            errors.add(new FieldError(pointer, detail));
        }
    }

    /** @throws ProblemException if anything was found */
    void refuseIfAny() {
        if (found > errors.size()) {
            errors.add(new FieldError("", "has %d more errors that are not listed".formatted(found - errors.size())));
        }
        if (!errors.isEmpty()) {
            throw ProblemException.invalidRequest(errors);
        }
    }
}
