package dev.beckon.gateway.presence;

import dev.beckon.contracts.rules.TextRules;
import dev.beckon.http.Problem.FieldError;
import dev.beckon.http.ProblemException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The parameters {@code ids}, user ids separated by commas, and {@code id}, one user id each, which may contain commas. */
final class UserIds {

    /** Ids in one request; an address with this many UUIDs has about 40 KB. */
    static final int MAX = 1_000;

    private static final int MAX_ERRORS = 50;

    private UserIds() {}

    /**
     * @return each once, in the order given, those of {@code ids} first
     * @throws ProblemException with all errors
     */
    static Set<String> parse(@Nullable String ids, List<String> id) {
        List<String> listed = ids == null || ids.isEmpty() ? List.of() : List.of(ids.split(",", -1));
        int all = listed.size() + id.size();
        if (all == 0) {
            throw invalid(List.of(new FieldError("/ids", "is missing: user ids with commas between them, or /id for each")));
        }
        if (all > MAX) {
            throw invalid(List.of(new FieldError("/ids", "has " + all + " ids, at most " + MAX + " are allowed")));
        }
        List<FieldError> errors = new ArrayList<>();
        check("/ids", listed, errors);
        check("/id", id, errors);
        if (!errors.isEmpty()) {
            throw invalid(errors);
        }
        Set<String> asked = new LinkedHashSet<>(listed);
        asked.addAll(id);
        return asked;
    }

    private static void check(String parameter, List<String> ids, List<FieldError> errors) {
        for (int i = 0; i < ids.size() && errors.size() < MAX_ERRORS; i++) {
            String wrong = TextRules.userId(ids.get(i));
            if (wrong != null) {
                errors.add(new FieldError(parameter + "/" + i, wrong));
            }
        }
    }

    private static ProblemException invalid(List<FieldError> errors) {
        return ProblemException.invalidRequest(errors);
    }
}
