package dev.beckon.channels.lab;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.Channel;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.OutResult;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.ReplyRef;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.UnhandledEventException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Follows instructions in the payload. On join: {@code refuse}, {@code throw}, {@code fail}, {@code unwritable}, {@code
 * subscribe} first, {@code push_first}, {@code watch_end}, wait for {@code gate}, wait for {@code terminate_gate} in the end.
 * Pushes a message to its member when two callbacks overlap.
 */
@Singleton
class LabChannel implements Channel {

    /** Jackson refuses a class without properties. */
    private static final Object UNWRITABLE = new Object();

    private final Lab lab;

    LabChannel(Lab lab) {
        this.lab = lab;
    }

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        lab.joining(member);
        member.assigns().put(AtomicBoolean.class, new AtomicBoolean()).put(JsonNode.class, payload);
        if (payload.has("throw")) {
            throw new IllegalStateException("asked to throw");
        }
        if (payload.has("fail")) {
            return Uni.createFrom().failure(new IllegalStateException("asked to fail"));
        }
        if (payload.has("push_first")) {
            member.push("pushed", payload);
        }
        if (payload.has("watch_end")) {
            member.onEnd(() -> lab.ended(member, "gone"));
        }
        Uni<Void> subscribed = payload.has("subscribe") ? member.subscribe() : Uni.createFrom().voidItem();
        return alone(member, subscribed.chain(() -> gate(payload, "gate"))
                .chain(() -> payload.has("subscribe_late") ? member.subscribe() : Uni.createFrom().voidItem())
                .map(_ -> answer(member, payload)));
    }

    private static JoinResult answer(Member member, JsonNode payload) {
        if (payload.has("refuse")) {
            return JoinResult.refused(payload.get("refuse").asText());
        }
        if (payload.has("unwritable")) {
            return new JoinResult.Joined(UNWRITABLE);
        }
        return payload.has("who")
                ? new JoinResult.Joined(Map.of("user", member.socketAssigns().get(LabSocket.User.class).name()))
                : JoinResult.joined();
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        return alone(member, event.equals("follow")
                ? member.subscribe(payload.get("topic").asText()).replaceWith(EventResult.ok())
                : gate(payload, "gate").chain(() -> Uni.createFrom().item(handle(member, event, payload))));
    }

    private static EventResult handle(Member member, String event, JsonNode payload) {
        switch (event) {
            case "echo" -> {
                return EventResult.ok(payload);
            }
            case "fail" -> {
                return new EventResult.Reply(Status.ERROR, payload);
            }
            case "unwritable" -> {
                return EventResult.ok(UNWRITABLE);
            }
            case "push_me" -> member.push("pushed", payload);
            case "push_unwritable" -> member.push("pushed", UNWRITABLE);
            case "new_msg", "secret" -> member.broadcast(event, payload);
            case "new_msg_from" -> member.broadcastFrom(event, payload);
            case "info_me" -> member.info(payload);
            case "bin_push" -> member.push("pushed", new BinaryPayload(bytes(payload)));
            case "bin_broadcast" -> member.broadcast("shared", new BinaryPayload(bytes(payload)));
            case "bin_echo" -> {
                return EventResult.ok(new BinaryPayload(bytes(payload)));
            }
            case "stop" -> {
                return new EventResult.Stop(payload.has("silently") ? null : new EventResult.Reply(Status.OK, payload));
            }
            case "stop_me" -> member.stop();
            case "reply_later" -> {
                ReplyRef ref = member.replyRef();
                member.push("asked", payload);
                member.reply(ref, new EventResult.Reply(Status.OK, payload));
            }
            case "unfollow" -> member.unsubscribe(payload.get("topic").asText());
            case "silent" -> {}
            default -> throw new UnhandledEventException(event);
        }
        return payload.has("reply") ? EventResult.ok() : EventResult.noReply();
    }

    private static byte[] bytes(JsonNode payload) {
        try {
            return payload.binaryValue();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Set<String> intercepts() {
        return Set.of("secret");
    }

    /**
     * For a member that joined with {@code at_once}: pushes the broadcast unchanged, or fails. Every other member gets the event
     * with its own user's name instead, in its turn; a member that joined with {@code deaf} gets nothing.
     */
    @Override
    public OutResult handleOut(Member member, TopicBroadcast broadcast) {
        JsonNode joined = member.assigns().get(JsonNode.class);
        if (joined.path("at_once").asText().equals("throw")) {
            throw new IllegalStateException("asked to throw");
        }
        if (joined.has("at_once")) {
            return OutResult.push();
        }
        return OutResult.later(() -> Uni.createFrom().item(joined.has("deaf")
                ? OutResult.none()
                : OutResult.push(broadcast.event(), Map.of("for", member.socketAssigns().get(LabSocket.User.class).name()))));
    }

    @Override
    public Uni<Void> handleInfo(Member member, Object message) {
        if (message instanceof TopicBroadcast other) {
            return alone(member, Uni.createFrom().item(new RawJson("{\"%s %s\":%s}".formatted(other.topic(), other.event(),
                    ((RawJson) other.payload()).text()))).invoke(seen -> member.push("other", seen)).replaceWithVoid());
        }
        if (message instanceof JsonNode payload) {
            return alone(member, gate(payload, "gate").invoke(() -> member.push("info", payload)));
        }
        return Channel.super.handleInfo(member, message);
    }

    @Override
    public Uni<Void> terminate(Member member, TerminateReason reason) {
        JsonNode joinPayload = member.assigns().get(JsonNode.class);
        return alone(member, gate(joinPayload, "terminate_gate").invoke(() -> {
            lab.ended(member, reason.name());
            if (joinPayload.has("terminate_throw")) {
                throw new IllegalStateException("asked to throw");
            }
        }));
    }

    private Uni<Void> gate(JsonNode payload, String field) {
        return payload.has(field) ? lab.gate(payload.get(field).asText()) : Uni.createFrom().voidItem();
    }

    private static <T> Uni<T> alone(Member member, Uni<T> callback) {
        AtomicBoolean busy = member.assigns().get(AtomicBoolean.class);
        if (!busy.compareAndSet(false, true)) {
            throw new AssertionError("two callbacks of one member overlap");
        }
        return callback.onTermination().invoke(() -> busy.set(false));
    }
}
