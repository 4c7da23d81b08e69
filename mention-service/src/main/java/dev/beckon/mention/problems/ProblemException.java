package dev.beckon.mention.problems;

import dev.beckon.contracts.Problem;
import dev.beckon.contracts.Problem.FieldError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Ends a request with a problem: an expected answer, so it is neither logged nor given a stack trace. */
public final class ProblemException extends RuntimeException {

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    public ProblemException(ProblemType type, String detail) {
        this(type.problem(detail), Map.of(), null);
    }

    /** @param cause kept for whoever looks at it in a debugger; clients never see it */
    public ProblemException(ProblemType type, String detail, Throwable cause) {
        this(type.problem(detail), Map.of(), cause);
    }

    private ProblemException(Problem problem, Map<String, String> headers, @Nullable Throwable cause) {
        super(problem.title(), cause, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    public static ProblemException invalidRequest(List<FieldError> errors) {
        return new ProblemException(Problem.invalidRequest(errors), Map.of(), null);
    }

    /** The same problem, with one more header on its response. */
    public ProblemException with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ProblemException(problem, Map.copyOf(more), getCause());
    }

    public Problem problem() {
        return problem;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
