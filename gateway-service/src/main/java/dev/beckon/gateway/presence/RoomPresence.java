package dev.beckon.gateway.presence;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.beckon.channels.Member;
import dev.beckon.channels.Presence;
import dev.beckon.gateway.auth.User;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jboss.logging.Logger;

/**
 * Shows the members of a room to one another: under the user's id, one meta for each device. It never delays a join, and a
 * member that cannot be shown, because the room has too many, is in the room all the same.
 */
@Singleton
public final class RoomPresence {

    private static final Logger LOG = Logger.getLogger(RoomPresence.class);

    private final Presence presence;
    private final Counter refused;

    RoomPresence(Presence presence, MeterRegistry meters) {
        this.presence = presence;
        this.refused = meters.counter("beckon.presence.refused", "kind", "room");
    }

    /** @param onlineAt in UTC, to the second */
    @RegisterForReflection
    record Meta(String name, @JsonProperty("online_at") Instant onlineAt) {}

    /** For a channel's {@code join}: shows {@code member} until it leaves, and sends it the room's presence state. */
    public void enter(Member member) {
        User user = member.socketAssigns().get(User.class);
        Meta meta = new Meta(user.name(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
        countRefusal(presence.track(member, user.id(), meta));
        countRefusal(presence.pushState(member));
    }

    /** No caller waits for the result. */
    private void countRefusal(Uni<?> call) {
        call.subscribe().with(_ -> {}, refusal -> {
            refused.increment();
            LOG.debugf("A presence is not shown: %s", refusal.getMessage());
        });
    }
}
