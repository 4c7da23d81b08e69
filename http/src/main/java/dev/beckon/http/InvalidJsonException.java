package dev.beckon.http;

import dev.beckon.http.Problem.FieldError;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;

/** Bytes that are not one JSON document, or a document that breaks rules. Names the fields, never their contents. */
public final class InvalidJsonException extends Exception {

    private static final long serialVersionUID = 1L;

    private final transient List<FieldError> errors;
    private final String advice;

    InvalidJsonException(List<FieldError> errors) {
        super(errors.stream().map(error -> (error.pointer().isEmpty() ? "the document" : error.pointer()) + " " + error.detail())
                .collect(Collectors.joining("; ")), null, false, false);
        this.errors = List.copyOf(errors);
        this.advice = "";
    }

    /**
     * @param fault what the document is not, such as {@code is not JSON at byte 17}
     * @param advice what its sender should do
     */
    public InvalidJsonException(String fault, String advice) {
        super("the document " + fault, null, false, false);
        this.errors = List.of();
        this.advice = advice;
    }

    /** Never {@code null}: every constructor sets a message. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The problem with which a service answers such a body. */
    public ProblemException problem() {
        return errors.isEmpty() ? new ProblemException(ProblemType.MALFORMED_JSON, advice) : ProblemException.invalidRequest(errors);
    }
}
