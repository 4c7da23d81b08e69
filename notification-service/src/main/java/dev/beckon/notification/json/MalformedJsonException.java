package dev.beckon.notification.json;

import dev.beckon.contracts.Problem.FieldError;
import java.util.List;

/** The bytes are not one JSON document, so there are no fields to speak of. */
public final class MalformedJsonException extends InvalidJsonException {

    private final String detail;

    MalformedJsonException(String detail) {
        super(List.of(new FieldError("", detail)));
        this.detail = detail;
    }

    /** What the document is not, such as {@code is not JSON at byte 17}. */
    public String detail() {
        return detail;
    }
}
