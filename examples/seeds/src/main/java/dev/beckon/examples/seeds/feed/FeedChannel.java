package dev.beckon.examples.seeds.feed;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.UnhandledEventException;
import dev.beckon.examples.seeds.auth.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;

/**
 * {@code feed:news}: the reply to a join has the messages since {@code last_seen}, so that a returning client misses none.
 * With phoenix.js: {@code socket.channel('feed:news', () => ({ last_seen }))}; it calls the function at every rejoin.
 */
@Singleton
public final class FeedChannel implements Channel {

    private static final int MAX_BODY_CHARS = 2_000;

    private final Feed feed;

    FeedChannel(Feed feed) {
        this.feed = feed;
    }

    /** Subscribes before it reads: a message in between arrives twice rather than never, and clients drop the copy by {@code seq}. */
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
