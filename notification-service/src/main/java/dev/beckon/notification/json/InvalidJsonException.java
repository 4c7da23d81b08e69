package dev.beckon.notification.json;

import dev.beckon.contracts.Problem.FieldError;
import java.util.List;
import java.util.stream.Collectors;

/** The JSON breaks rules of its schema; says which fields, never what was in them. */
public sealed class InvalidJsonException extends Exception permits MalformedJsonException {

    private final transient List<FieldError> errors;

    public InvalidJsonException(List<FieldError> errors) {
        super(errors.stream()
                .map(error -> (error.pointer().isEmpty() ? "the document" : error.pointer()) + " " + error.detail())
                .collect(Collectors.joining("; ")), null, false, false);
        this.errors = List.copyOf(errors);
    }

    public List<FieldError> errors() {
        return errors;
    }
}
