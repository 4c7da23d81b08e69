package dev.beckon.channels.lab;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.OutResult;
import dev.beckon.channels.Presence;
import dev.beckon.channels.PresenceRefusedException;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.TopicBroadcast;
import io.smallrye.mutiny.Uni;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * Tracks a member that joins with {@code key}, with the payload's {@code meta}, and pushes the state to every member. On {@code
 * hidden:*} it intercepts {@code presence_diff}: members that joined with {@code trainer} get it, others get how many have joined
 * and left.
 */
class LabPresenceChannel implements Channel {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Lab lab;
    private final Presence presence;
    private final boolean intercepting;

    LabPresenceChannel(Lab lab, Presence presence, boolean intercepting) {
        this.lab = lab;
        this.presence = presence;
        this.intercepting = intercepting;
    }

    /** The payload names the actions; the channel does not wait for them, only for {@code gate}. */
    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        member.assigns().put(JsonNode.class, payload);
        if (payload.has("key")) {
            presence.track(member, payload.get("key").asText(), meta(payload));
        }
        presence.pushState(member);
        Uni<Void> ready = payload.has("gate") ? lab.gate(payload.get("gate").asText()) : Uni.createFrom().voidItem();
        return ready.map(_ -> payload.has("refuse") ? JoinResult.refused("asked") : JoinResult.joined());
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        String key = payload.path("key").asText();
        return switch (event) {
            case "track" -> answer(presence.track(member, key, meta(payload)));
            case "update" -> answer(presence.update(member, key, meta(payload)));
            case "merge" -> answer(presence.update(
                    member, key, (ObjectNode meta) -> meta.setAll((ObjectNode) payload.get("meta"))));
            case "untrack" -> presence.untrack(member, key).map(_ -> EventResult.ok());
            case "state" -> presence.pushState(member).map(_ -> EventResult.ok());
            default -> throw new IllegalStateException("asked to crash");
        };
    }

    private static Object meta(JsonNode payload) {
        return payload.has("meta") ? payload.get("meta") : Map.of();
    }

    private static Uni<EventResult> answer(Uni<String> ref) {
        return ref.map(text -> EventResult.ok(Map.of("ref", text)))
                .onFailure(PresenceRefusedException.class)
                .recoverWithItem(e -> EventResult.error(e.reason().word()));
    }

    @Override
    public Set<String> intercepts() {
        return intercepting ? Set.of("presence_diff") : Set.of();
    }

    @Override
    public OutResult handleOut(Member member, TopicBroadcast broadcast) {
        if (member.assigns().get(JsonNode.class).has("trainer")) {
            return Channel.super.handleOut(member, broadcast);
        }
        try {
            JsonNode diff = JSON.readTree(((RawJson) broadcast.payload()).text());
            return OutResult.push("changed", Map.of("joined", diff.get("joins").size(), "left", diff.get("leaves").size()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
