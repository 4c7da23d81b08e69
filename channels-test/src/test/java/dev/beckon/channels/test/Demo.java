package dev.beckon.channels.test;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import dev.beckon.channels.Assigns;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.Channel;
import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.EventResult;
import dev.beckon.channels.JoinResult;
import dev.beckon.channels.Member;
import dev.beckon.channels.OutResult;
import dev.beckon.channels.TerminateReason;
import dev.beckon.channels.TopicBroadcast;
import dev.beckon.channels.UnhandledEventException;
import dev.beckon.channels.UserSocket;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/** An application with one channel, for the kit's own tests. */
@Singleton
class Demo implements UserSocket, Channel {

    record User(String name) {}

    /** The reasons for which members have been terminated, in order. */
    final Queue<TerminateReason> terminated = new ConcurrentLinkedQueue<>();

    @Override
    public Uni<ConnectResult> connect(ConnectInfo client) {
        String user = client.params().get("user");
        return Uni.createFrom().item(user == null
                ? new ConnectResult.Refused()
                : new ConnectResult.Accepted(new Assigns().put(User.class, new User(user))));
    }

    @Override
    public Optional<String> id(Assigns assigns) {
        return Optional.of("users_socket:" + assigns.get(User.class).name());
    }

    @Override
    public void channels(ChannelRouter.Builder routes) {
        routes.channel("room:*", this);
    }

    @Override
    public Uni<JoinResult> join(Member member, JsonNode payload) {
        if (payload.path("late").booleanValue()) {
            return Uni.createFrom().item(JoinResult.joined()).onItem().delayIt().by(Duration.ofMillis(5));
        }
        return Uni.createFrom().item(member.subtopic().equals("secret")
                ? JoinResult.refused("unauthorized")
                : new JoinResult.Joined(Map.of("user", member.socketAssigns().get(User.class).name(), "seq", 7L)));
    }

    @Override
    public Uni<EventResult> handleIn(Member member, String event, JsonNode payload) {
        switch (event) {
            case "echo" -> {
                return Uni.createFrom().item(EventResult.ok(same(payload)));
            }
            case "fail" -> {
                return Uni.createFrom().item(EventResult.error("asked_to"));
            }
            case "late" -> {
                return Uni.createFrom().item(EventResult.ok()).onItem().delayIt().by(Duration.ofMillis(5));
            }
            case "stop" -> {
                return Uni.createFrom().item(EventResult.stop());
            }
            case "push_me" -> member.push("pushed", same(payload));
            case "new_msg", "for_ada" -> member.broadcast(event, same(payload));
            case "typing" -> member.broadcastFrom(event, payload);
            case "silent" -> {}
            default -> throw new UnhandledEventException(event);
        }
        return Uni.createFrom().item(EventResult.noReply());
    }

    private static Object same(JsonNode payload) {
        return payload instanceof BinaryNode bytes ? new BinaryPayload(bytes.binaryValue()) : payload;
    }

    @Override
    public Set<String> intercepts() {
        return Set.of("for_ada");
    }

    @Override
    public OutResult handleOut(Member member, TopicBroadcast broadcast) {
        return member.socketAssigns().get(User.class).name().equals("ada") ? OutResult.push() : OutResult.none();
    }

    @Override
    public Uni<Void> terminate(Member member, TerminateReason reason) {
        terminated.add(reason);
        return Uni.createFrom().voidItem();
    }
}
