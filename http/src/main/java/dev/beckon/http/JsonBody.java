package dev.beckon.http;

import dev.beckon.http.JsonBinder.ListOf;
import jakarta.validation.groups.Default;
import java.time.Instant;
import java.util.List;

/**
 * The body of a request, within the size limit and not parsed yet: a resource parses it after it has authenticated the caller.
 * The methods throw {@link ProblemException} with all faults.
 */
public final class JsonBody {

    private final byte[] bytes;
    private final JsonBinder binder;

    JsonBody(byte[] bytes, JsonBinder binder) {
        this.bytes = bytes;
        this.binder = binder;
    }

    public <T> T as(Class<T> type) {
        return as(type, Default.class);
    }

    /** @param group the validation group */
    public <T> T as(Class<T> type, Class<?> group) {
        try {
            return binder.object(bytes, type, group, Instant.now());
        } catch (InvalidJsonException e) {
            throw e.problem();
        }
    }

    public <T> List<T> asList(ListOf<T> form) {
        try {
            return binder.list(bytes, form, Instant.now());
        } catch (InvalidJsonException e) {
            throw e.problem();
        }
    }
}
