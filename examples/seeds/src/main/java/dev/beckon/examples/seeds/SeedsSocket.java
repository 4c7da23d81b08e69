package dev.beckon.examples.seeds;

import dev.beckon.channels.Assigns;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.UserSocket;
import dev.beckon.examples.seeds.announcements.AnnouncementsChannel;
import dev.beckon.examples.seeds.approvals.ApprovalStatsChannel;
import dev.beckon.examples.seeds.auth.TokenReader;
import dev.beckon.examples.seeds.auth.User;
import dev.beckon.examples.seeds.chat.RoomChannel;
import dev.beckon.examples.seeds.feed.FeedChannel;
import dev.beckon.examples.seeds.moderation.ModeratedChannel;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The socket of all examples, with one channel for each. Every user with a valid token may connect. */
@Singleton
final class SeedsSocket implements UserSocket {

    private final TokenReader tokens;
    private final ApprovalStatsChannel approvals;
    private final FeedChannel feed;
    private final ModeratedChannel moderated;

    SeedsSocket(TokenReader tokens, ApprovalStatsChannel approvals, FeedChannel feed, ModeratedChannel moderated) {
        this.tokens = tokens;
        this.approvals = approvals;
        this.feed = feed;
        this.moderated = moderated;
    }

    @Override
    public Uni<ConnectResult> connect(ConnectInfo client) {
        return Uni.createFrom().item(() -> client.token().flatMap(tokens::user)
                .<ConnectResult>map(user -> new ConnectResult.Accepted(new Assigns().put(User.class, user), user.expiresAt()))
                .orElseGet(ConnectResult.Refused::new));
    }

    @Override
    public Optional<String> id(Assigns assigns) {
        return Optional.of("users_socket:" + assigns.get(User.class).id());
    }

    @Override
    public void channels(ChannelRouter.Builder routes) {
        routes.channel("room:*", new RoomChannel())
                .channel("user_approval_stats:*", approvals)
                .channel("admin_messages", new AnnouncementsChannel())
                .channel("feed:news", feed)
                .channel("moderated:*", moderated);
    }
}
