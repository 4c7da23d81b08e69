package dev.beckon.examples.training;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.UserSocket;
import dev.beckon.examples.training.auth.Tokens;
import dev.beckon.examples.training.auth.User;
import dev.beckon.examples.training.session.TrainingSessionChannel;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;

/** Trainers and participants may connect. */
@Singleton
final class TrainingSocket implements UserSocket {

    private final Tokens tokens;
    private final TrainingSessionChannel sessions;

    TrainingSocket(Tokens tokens, TrainingSessionChannel sessions) {
        this.tokens = tokens;
        this.sessions = sessions;
    }

    @Override
    public Uni<ConnectResult> connect(ConnectInfo client) {
        return Uni.createFrom().item(() -> client.token().flatMap(tokens::user)
                .<ConnectResult>map(user -> new ConnectResult.Accepted(new Assigns().put(User.class, user), user.expiresAt()))
                .orElseGet(ConnectResult.Refused::new));
    }

    @Override
    public void channels(ChannelRouter.Builder routes) {
        routes.channel("training_session:*", sessions);
    }
}
