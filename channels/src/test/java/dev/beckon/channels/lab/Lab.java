package dev.beckon.channels.lab;

import static dev.beckon.testservers.Await.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.channels.Member;
import dev.beckon.channels.TerminateReason;
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

/**
 * Shared by a test and {@link LabChannel}: gates that hold a callback until the test opens them, and a record of what happened.
 */
@Singleton
public class Lab {

    private final Map<String, CompletableFuture<Void>> gates = new ConcurrentHashMap<>();
    private final Map<String, CompletableFuture<Member>> members = new ConcurrentHashMap<>();
    private final Queue<String> ends = new ConcurrentLinkedQueue<>();
    private final Queue<String> calls = new ConcurrentLinkedQueue<>();

    public Uni<Void> gate(String name) {
        return Uni.createFrom().completionStage(() -> gates.computeIfAbsent(name, _ -> new CompletableFuture<>()));
    }

    /** Releases all present and future waiters for {@code name}, on a thread that is no event loop. */
    public void open(String name) {
        CompletableFuture<Void> gate = gates.computeIfAbsent(name, _ -> new CompletableFuture<>());
        CompletableFuture.runAsync(() -> gate.complete(null));
    }

    void joining(Member member) {
        members.computeIfAbsent(member.topic(), _ -> new CompletableFuture<>()).complete(member);
    }

    /** The first member of {@code topic} that the channel has seen. */
    public Member member(String topic) {
        return members.computeIfAbsent(topic, _ -> new CompletableFuture<>())
                .orTimeout(PhoenixClient.PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
    }

    void ended(Member member, String how) {
        ends.add(member.topic() + " " + how);
    }

    /**
     * Waits until as many members of {@code topic} have been terminated as there are reasons, and compares the reasons in order.
     */
    public void expectTerminated(String topic, TerminateReason... reasons) {
        expectEnded(topic, Arrays.stream(reasons).map(Enum::name).toArray(String[]::new));
    }

    /** Waits for as many ends of {@code topic} as are given, and compares them in order. */
    public void expectEnded(String topic, String... how) {
        soon().until(() -> ends.stream().filter(end -> end.startsWith(topic + " ")).count() >= how.length);
        assertThat(ends.stream().filter(end -> end.startsWith(topic + " ")).map(end -> end.substring(topic.length() + 1)))
                .containsExactly(how);
    }

    /** Topic and reason of each end, in order. */
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
