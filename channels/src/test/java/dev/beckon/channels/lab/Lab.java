package dev.beckon.channels.lab;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.channel.Member;
import dev.beckon.channels.channel.TerminateReason;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/** What a test and {@link LabChannel} share: gates that hold a callback until the test opens them, and what happened. */
@Singleton
public class Lab {

    private final Map<String, CompletableFuture<Void>> gates = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Member>> members = new ConcurrentHashMap<>();
    private final Queue<String> ends = new ConcurrentLinkedQueue<>();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    public Uni<Void> gate(String name) {
        return Uni.createFrom().completionStage(() -> gates.computeIfAbsent(name, _ -> new CompletableFuture<>()));
    }

    /** Whoever waits for {@code name}, now or later, goes on; on a thread that is no event loop. */
    public void open(String name) {
        CompletableFuture<Void> gate = gates.computeIfAbsent(name, _ -> new CompletableFuture<>());
        CompletableFuture.runAsync(() -> gate.complete(null));
    }

    void joining(Member member) {
        members.computeIfAbsent(member.topic(), _ -> new CompletableFuture<>()).complete(member);
    }

    /** The first member of {@code topic}, as the channel has seen it. */
    public Member member(String topic) {
        return members.computeIfAbsent(topic, _ -> new CompletableFuture<>())
                .orTimeout(PhoenixClient.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    void ended(Member member, String how) {
        ends.add(member.topic() + " " + how);
    }

    /** Waits until so many members of {@code topic} have been terminated, and tells for which reasons, in order. */
    public void expectTerminated(String topic, TerminateReason... reasons) {
        expectEnded(topic, Arrays.stream(reasons).map(Enum::name).toArray(String[]::new));
    }

    /** Waits for so many ends of {@code topic}, and tells what they were, in order. */
    public void expectEnded(String topic, String... how) {
        Waiting.until(() -> ends.stream().filter(end -> end.startsWith(topic + " ")).count() >= how.length);
        assertThat(ends.stream().filter(end -> end.startsWith(topic + " ")).map(end -> end.substring(topic.length() + 1)))
                .containsExactly(how);
    }

    /** Topic and reason of each, in order. */
    public List<String> ends() {
        return List.copyOf(ends);
    }

    public void called(String how) {
        calls.add(how);
    }

    /** All that {@link #called} has noted, in order. */
    public List<String> calls() {
        return List.copyOf(calls);
    }

    void reset() {
        calls.clear();
        gates.clear();
        members.clear();
        ends.clear();
    }
}
