package dev.beckon.examples.seeds.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.UnhandledEventException;
import dev.beckon.examples.seeds.auth.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * {@code feed:news}: the join's answer has what was said since {@code last_seen}, so that a client that was away misses nothing.
 * With phoenix.js: {@code socket.channel('feed:news', () => ({ last_seen }))}, which is asked again at every rejoin.
 */
@Singleton
public final class FeedChannel implements Channel {

    private static final int MAX_BODY_CHARS = 2_000;

    private final Feed feed;

    FeedChannel(Feed feed) {
        this.feed = feed;
    }

    /** Subscribes before it reads: what is said in between comes twice rather than never, and clients drop it by {@code seq}. */
    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        long lastSeen = payload.path("last_seen").asLong(0);
        return member.subscribe().map(_ -> {
            Feed.CatchUp catchUp = feed.since(lastSeen);
            return new JoinResult.Joined(Map.of("messages", catchUp.messages(), "last_seen", catchUp.lastSeen(),
                    "complete", catchUp.complete()));
        });
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        if (!event.equals("say")) {
            throw new UnhandledEventException(event);
        }
        String body = payload.path("body").asText();
        return Uni.createFrom().item(body.isBlank() || body.length() > MAX_BODY_CHARS
                ? EventResult.error("invalid_body")
                : EventResult.ok(Map.of("seq", feed.say(member.socketAssigns().get(User.class).id(), body).seq())));
    }
}
