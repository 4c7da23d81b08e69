package dev.beckon.gateway.presence;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.beckon.channels.Member;
import dev.beckon.channels.Presence;
import dev.beckon.gateway.auth.User;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Shows the members of a room to one another: under the user's id, one meta for each device. It never delays a join, and a
 * member that cannot be shown, because the room has too many, is in the room all the same.
 */
@Singleton
public final class RoomPresence {

    private final Presence presence;
    private final Refusals refusals;

    RoomPresence(Presence presence, MeterRegistry meters) {
        this.presence = presence;
        this.refusals = new Refusals("room", meters);
    }

    /** @param onlineAt in UTC, to the second */
    @RegisterForReflection
    record Meta(String name, @JsonProperty("online_at") Instant onlineAt) {}

    /** For a channel's {@code join}: shows {@code member} until it leaves, and sends it the room's presence state. */
    public void enter(Member member) {
        User user = member.socketAssigns().get(User.class);
        Meta meta = new Meta(user.name(), Instant.now().truncatedTo(ChronoUnit.SECONDS));
        refusals.watch(presence.track(member, user.id(), meta));
        refusals.watch(presence.pushState(member));
    }
}
