package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.CatchUp.Position;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a client says when it joins its inbox: nothing, or the revision and epoch it has. */
final class JoinParams {

    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,19}");

    private JoinParams() {}

    /** @throws IllegalArgumentException with the reason for the client */
    static Position position(String user, JsonNode payload) {
        JsonNode rev = payload.path("rev");
        JsonNode epoch = payload.path("epoch");
        if (rev.isMissingNode() || rev.isNull()) {
            return new Position(user, null, null);
        }
        return new Position(user, rev.isTextual() ? digits(rev.textValue()) : number(rev), epoch(epoch));
    }

    private static long number(JsonNode rev) {
        if (!rev.canConvertToExactIntegral() || !rev.canConvertToLong() || rev.longValue() < 0) {
            throw new IllegalArgumentException("invalid_rev");
        }
        return rev.longValue();
    }

    /** Some clients, such as Go's nshafer/phx, can send nothing but strings when they join. */
    private static long digits(String rev) {
        if (!DIGITS.matcher(rev).matches()) {
            throw new IllegalArgumentException("invalid_rev");
        }
        try {
            return Long.parseLong(rev);
        } catch (NumberFormatException tooLarge) {
            throw new IllegalArgumentException("invalid_rev", tooLarge);
        }
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
