package dev.beckon.examples.seeds.moderation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.channel.Channel;
import dev.beckon.channels.channel.EventResult;
import dev.beckon.channels.channel.JoinResult;
import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.UnhandledEventException;
import dev.beckon.channels.protocol.RawJson;
import dev.beckon.channels.pubsub.TopicBroadcast;
import dev.beckon.examples.seeds.auth.User;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;

/**
 * {@code moderated:*}: people write without a name. Moderators see who wrote ({@code new_msg} with {@code from}) and what was
 * reported; others see neither.
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

    /** Moderators get the shared bytes; for the others it is made anew, or dropped. */
    @Override
    public Uni<Void> handleOut(Member member, TopicBroadcast broadcast) {
        if (member.socketAssigns().get(User.class).is(User.MODERATOR)) {
            member.push(broadcast);
        } else if (broadcast.event().equals("new_msg")) {
            member.push("new_msg", withoutName(broadcast));
        }
        return Uni.createFrom().voidItem();
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
