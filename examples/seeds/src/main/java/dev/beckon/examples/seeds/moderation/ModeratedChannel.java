package dev.beckon.examples.seeds.moderation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.OutResult;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.UnhandledEventException;
import dev.beckon.examples.seeds.auth.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/**
 * {@code moderated:*}: people write anonymously. Moderators see the author ({@code new_msg} with {@code from}) and the reports;
 * others see neither.
 */
@Singleton
public final class ModeratedChannel implements Channel {

    private static final int MAX_BODY_CHARS = 2_000;

    private final ObjectMapper json;

    ModeratedChannel(ObjectMapper json) {
        this.json = json;
    }

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        return Uni.createFrom().item(JoinResult.joined());
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        if (!intercepts().contains(event)) {
            throw new UnhandledEventException(event);
        }
        String body = payload.path("body").asText();
        if (body.isBlank() || body.length() > MAX_BODY_CHARS) {
            return Uni.createFrom().item(EventResult.error("invalid_body"));
        }
        member.broadcast(event, Map.of("from", member.socketAssigns().get(User.class).id(), "body", body));
        return Uni.createFrom().item(EventResult.ok());
    }

    @Override
    public Set<String> intercepts() {
        return Set.of("new_msg", "reported");
    }

    /** Moderators get the shared encoding; for other members the channel makes a new push, or drops the broadcast. */
    @Override
    public OutResult handleOut(Member member, TopicBroadcast broadcast) {
        if (member.socketAssigns().get(User.class).is(User.MODERATOR)) {
            return OutResult.push();
        }
        return broadcast.event().equals("new_msg") ? OutResult.push("new_msg", withoutName(broadcast)) : OutResult.none();
    }

    private ObjectNode withoutName(TopicBroadcast broadcast) {
        try {
            ObjectNode payload = (ObjectNode) json.readTree(((RawJson) broadcast.payload()).text());
            return payload.without("from");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a payload of our own is not JSON", e);
        }
    }
}
