package dev.beckon.notification.inbox;

import dev.beckon.contracts.CatchUp;
import dev.beckon.contracts.InboxRequest;
import dev.beckon.contracts.Problem.FieldError;
import dev.beckon.notification.json.InvalidJsonException;
import dev.beckon.notification.json.JsonFields;
import dev.beckon.notification.json.JsonReader;
import dev.beckon.notification.json.MalformedJsonException;
import dev.beckon.notification.problems.ProblemException;
import dev.beckon.notification.problems.ProblemType;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What callers send, checked field by field. Each method throws {@link ProblemException} with all that is wrong. */
final class InboxRequests {

    private InboxRequests() {}

    static InboxRequest.Ids ids(JsonBody body) {
        return read(body, JsonReader::object, fields ->
                new InboxRequest.Ids(fields.only("ids").uuids("ids", InboxRequest.MAX_IDS)));
    }

    static InboxRequest.ReadAll readAll(JsonBody body) {
        return read(body, JsonReader::object, fields ->
                new InboxRequest.ReadAll(fields.only("upTo").optionalCount("upTo")));
    }

    static List<CatchUp.Position> positions(JsonBody body) {
        return read(body, JsonReader::array, fields -> fields.objects(CatchUp.MAX_USERS, position ->
                new CatchUp.Position(
                        position.only("user", "rev", "epoch").userId("user"),
                        position.optionalCount("rev"),
                        position.optionalUuid("epoch"))));
    }

    /** A query parameter that is a whole number; {@code null} if absent. */
    static @Nullable Long count(String name, @Nullable String value, long min, long max) {
        if (value == null) {
            return null;
        }
        try {
            long count = Long.parseLong(value);
            if (count >= min && count <= max) {
                return count;
            }
        } catch (NumberFormatException e) {
            // told below, with the numbers out of range
        }
        throw invalid(name, max == Long.MAX_VALUE
                ? "is not a whole number from " + min
                : "is not a whole number from " + min + " to " + max);
    }

    /** A query parameter that is a UUID; {@code null} if absent. */
    static @Nullable UUID uuid(String name, @Nullable String value) {
        if (value == null) {
            return null;
        }
        try {
            UUID uuid = UUID.fromString(value);
            if (uuid.toString().equalsIgnoreCase(value)) {
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // told below, with the texts that fromString accepts and that are no UUID
        }
        throw invalid(name, "is not a UUID");
    }

    private interface Parse {
        JsonFields fields(byte[] body) throws InvalidJsonException;
    }

    private interface Read<T> {
        T from(JsonFields fields);
    }

    private static <T> T read(JsonBody body, Parse parse, Read<T> read) {
        try {
            JsonFields fields = parse.fields(body.bytes());
            T request = read.from(fields);
            fields.check();
            return request;
        } catch (MalformedJsonException e) {
            throw new ProblemException(ProblemType.MALFORMED_JSON, "The body " + e.detail() + ".");
        } catch (InvalidJsonException e) {
            throw ProblemException.invalidRequest(e.errors());
        }
    }

    private static ProblemException invalid(String parameter, String detail) {
        return ProblemException.invalidRequest(List.of(new FieldError("/" + parameter, detail)));
    }
}
