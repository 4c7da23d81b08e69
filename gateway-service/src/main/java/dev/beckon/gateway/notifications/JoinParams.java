package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.CatchUp.Position;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What a client says when it joins its inbox: nothing, or the revision and epoch it has. */
final class JoinParams {

    private JoinParams() {}

    /** @throws IllegalArgumentException with the reason for the client */
    static Position position(String user, JsonNode payload) {
        JsonNode rev = payload.path("rev");
        JsonNode epoch = payload.path("epoch");
        if (rev.isMissingNode() || rev.isNull()) {
            return new Position(user, null, null);
        }
        if (!rev.canConvertToExactIntegral() || !rev.canConvertToLong() || rev.longValue() < 0) {
            throw new IllegalArgumentException("invalid_rev");
        }
        return new Position(user, rev.longValue(), epoch(epoch));
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
