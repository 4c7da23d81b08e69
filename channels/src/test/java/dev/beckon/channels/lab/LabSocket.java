package dev.beckon.channels.lab;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.Presence;
import dev.beckon.channels.UserSocket;
import io.smallrye.common.annotation.Identifier;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Accepts every client, unless its parameter {@code token} asks for something else. */
@Singleton
class LabSocket implements UserSocket {

    record User(String name) {}

    private final LabChannel channel;
    private final Lab lab;
    private final Presence presence;
    private final Presence fetching;

    LabSocket(LabChannel channel, Lab lab, Presence presence, @Identifier("fetching") Presence fetching) {
        this.channel = channel;
        this.lab = lab;
        this.presence = presence;
        this.fetching = fetching;
    }

    @Override
    public Uni<ConnectResult> connect(ConnectInfo client) {
        return switch (client.token().orElse("")) {
            case "refuse" -> Uni.createFrom().item(new ConnectResult.Refused());
            case "throw" -> throw new IllegalStateException("asked to throw");
            case "fail" -> Uni.createFrom().failure(new IllegalStateException("asked to fail"));
            case "null" -> Uni.createFrom().nullItem();
            default -> Uni.createFrom().item(new ConnectResult.Accepted(
                    new Assigns().put(User.class, new User(client.params().getOrDefault("user", "nobody"))),
                    expiry(client.params().get("expires_in_millis"))));
        };
    }

    private static @Nullable Instant expiry(@Nullable String millis) {
        return millis == null ? null : Instant.now().plusMillis(Long.parseLong(millis));
    }

    /** Only ada has an id. */
    @Override
    public Optional<String> id(Assigns assigns) {
        return Optional.of(assigns.get(User.class).name()).filter("ada"::equals).map("users_socket:"::concat);
    }

    @Override
    public void channels(ChannelRouter.Builder routes) {
        routes.channel("room:*", channel)
                .channel("presence:*", new LabPresenceChannel(lab, presence, false))
                .channel("hidden:*", new LabPresenceChannel(lab, presence, true))
                .channel("fetched:*", new LabPresenceChannel(lab, fetching, false))
                .channel("/presence/*", channel);
    }
}
