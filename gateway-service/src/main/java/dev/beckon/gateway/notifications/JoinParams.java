package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.CatchUp.Position;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client says when it joins its inbox: nothing, or the revision and epoch it has. */
final class JoinParams {

    /** All of them fit into a long. */
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,18}");

    private JoinParams() {}

    /** @throws IllegalArgumentException with the reason for the client */
    static Position position(String user, JsonNode payload) {
        Long rev = number(payload, "rev");
        return rev == null ? new Position(user, null, null) : new Position(user, rev, epoch(payload.path("epoch")));
    }

    /**
     * A number of at least 0, or its digits in a string: some clients, such as Go's nshafer/phx, send nothing but strings.
     *
     * @return {@code null} if the field is absent or null
     * @throws IllegalArgumentException with the reason for the client, {@code invalid_<field>}
     */
    static @Nullable Long number(JsonNode payload, String field) {
        JsonNode value = payload.path(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (value.isTextual() && DIGITS.matcher(value.textValue()).matches()) {
            return Long.valueOf(value.textValue());
        }
        if (!value.canConvertToExactIntegral() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new IllegalArgumentException("invalid_" + field);
        }
        return value.longValue();
    }

    private static @Nullable UUID epoch(JsonNode epoch) {
        if (epoch.isMissingNode() || epoch.isNull()) {
            return null;
        }
        try {
            return UUID.fromString(epoch.asText());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("invalid_epoch", e);
        }
    }
}
