package dev.beckon.channels.lab;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.UserSocket;
import io.quarkus.arc.properties.IfBuildProperty;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** A second socket, for those who know a word; in builds that ask for it. It has a topic of its own and shares {@code room:*}. */
@Singleton
@IfBuildProperty(name = "lab.admin", stringValue = "true")
class AdminSocket implements UserSocket {

    private final LabChannel channel;

    AdminSocket(LabChannel channel) {
        this.channel = channel;
    }

    @Override
    public Optional<Mount> mount() {
        return Optional.of(Mount.at("/admin/socket").withoutLongpoll());
    }

    @Override
    public Uni<ConnectResult> connect(ConnectInfo client) {
        return Uni.createFrom().item("open sesame".equals(client.params().get("word"))
                ? new ConnectResult.Accepted(new Assigns().put(LabSocket.User.class, new LabSocket.User("admin")))
                : new ConnectResult.Refused());
    }

    @Override
    public Optional<String> id(Assigns assigns) {
        return Optional.of("admins");
    }

    @Override
    public void channels(ChannelRouter.Builder routes) {
        routes.channel("admin:*", channel).channel("room:*", channel);
    }
}
