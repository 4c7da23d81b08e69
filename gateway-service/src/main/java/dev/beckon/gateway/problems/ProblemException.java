package dev.beckon.gateway.problems;

import dev.beckon.contracts.Problem;
import dev.beckon.contracts.Problem.FieldError;
import java.util.List;
import java.util.Map;

/** Ends a request with a problem: an expected answer, so it is neither logged nor given a stack trace. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    public ProblemException(ProblemType type, String detail) {
        this(type.problem(detail), Map.of());
    }

    /** @param headers more headers for the response */
    public ProblemException(ProblemType type, String detail, Map<String, String> headers) {
        this(type.problem(detail), headers);
    }

    private ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.title(), null, false, false);
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    public static ProblemException invalidRequest(String pointer, String detail) {
        return invalidRequest(List.of(new FieldError(pointer, detail)));
    }

    public static ProblemException invalidRequest(List<FieldError> errors) {
        return new ProblemException(Problem.invalidRequest(errors), Map.of());
    }

    Problem problem() {
        return problem;
    }

    Map<String, String> headers() {
        return headers;
    }
}
