package dev.beckon.http;

import dev.beckon.http.Problem.FieldError;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Ends a request with a problem. An expected answer, so it is not logged and has no stack trace. */
public final class ProblemException extends RuntimeException {

    /**
     * Seconds in {@code Retry-After} where something behind the service is slow or down: a broker's or a database's failover
     * takes seconds.
     */
    public static final int RETRY_SECONDS = 2;

    private static final long serialVersionUID = 1L;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    public ProblemException(ProblemType type, String detail) {
        this(type.problem(detail), Map.of());
    }

    private ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.title(), null, false, false);
        this.problem = problem;
        this.headers = headers;
    }

    public static ProblemException invalidRequest(List<FieldError> errors) {
        return new ProblemException(Problem.invalidRequest(errors), Map.of());
    }

    public static ProblemException invalidRequest(String pointer, String detail) {
        return invalidRequest(List.of(new FieldError(pointer, detail)));
    }

    /** A copy with one more header on its response. */
    public ProblemException with(String header, String value) {
        Map<String, String> more = new TreeMap<>(headers);
        more.put(header, value);
        return new ProblemException(problem, Map.copyOf(more));
    }

    /** A copy with a {@code Retry-After} header: the time after which the caller should repeat the request. */
    public ProblemException retryAfter(int seconds) {
        return with(HttpHeaders.RETRY_AFTER, Integer.toString(seconds));
    }

    public Problem problem() {
        return problem;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
