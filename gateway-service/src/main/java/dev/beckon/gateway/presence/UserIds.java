package dev.beckon.gateway.presence;

import dev.beckon.contracts.Problem.FieldError;
import dev.beckon.gateway.auth.User;
import dev.beckon.gateway.problems.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameter {@code ids}: user ids with commas between them. */
final class UserIds {

    /** In one request; an address of so many UUIDs has about 40 KB. */
    static final int MAX = 1_000;

    private static final int MAX_ERRORS = 50;

    private UserIds() {}

    /**
     * @return each once, in the order given
     * @throws ProblemException with all that is wrong
     */
    static Set<String> parse(@Nullable String ids) {
        if (ids == null || ids.isEmpty()) {
            throw invalid(List.of(new FieldError("/ids", "is missing: user ids with commas between them")));
        }
        String[] all = ids.split(",", -1);
        if (all.length > MAX) {
            throw invalid(List.of(new FieldError("/ids", "has " + all.length + " ids, at most " + MAX + " are allowed")));
        }
        List<FieldError> errors = new ArrayList<>();
        for (int i = 0; i < all.length && errors.size() < MAX_ERRORS; i++) {
            if (!User.isId(all[i])) {
                errors.add(new FieldError("/ids/" + i, "is not a user id"));
            }
        }
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
        return new LinkedHashSet<>(List.of(all));
    }

    private static ProblemException invalid(List<FieldError> errors) {
        return ProblemException.invalidRequest(errors);
    }
}
