package dev.beckon.channels.internal.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.netty.EventLoop;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MailboxTest {

    static final EventLoop LOOP = new EventLoop() {

        @Override
        public boolean isCurrent() {
            return true;
        }

        @Override
        public void execute(Runnable task) {
            task.run();
        }
    };

    final List<String> ran = new ArrayList<>();
    final Mailbox mailbox = mailbox(3);

    @Test
    void a_task_runs_at_once_when_none_is_under_way() {
        assertThat(mailbox.offer(task("a"))).isTrue();

        assertThat(ran).containsExactly("a");
    }

    @Test
    void tasks_run_in_order_each_when_the_one_before_is_over() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();

        mailbox.offer(task("a", first));
        mailbox.offer(task("b", second));
        mailbox.offer(task("c"));
        assertThat(ran).containsExactly("a");
        first.complete(null);
        assertThat(ran).containsExactly("a", "b");
        second.complete(null);

        assertThat(ran).containsExactly("a", "b", "c");
    }

    @Test
    void three_may_wait_and_a_fourth_is_not_taken() {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        mailbox.offer(task("running", busy));

        assertThat(mailbox.offer(task("a"))).isTrue();
        assertThat(mailbox.offer(task("b"))).isTrue();
        assertThat(mailbox.offer(task("c"))).isTrue();
        assertThat(mailbox.offer(task("d"))).isFalse();
        busy.complete(null);

        assertThat(ran).containsExactly("running", "a", "b", "c");
        assertThat(mailbox.offer(task("e"))).isTrue();
    }

    @Test
    void finish_drops_what_waits_and_comes_after_the_present_task() {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        mailbox.offer(task("running", busy));
        mailbox.offer(task("dropped"));

        mailbox.finish(task("last"));
        assertThat(ran).containsExactly("running");
        busy.complete(null);

        assertThat(ran).containsExactly("running", "last");
    }

    @Test
    void a_mark_is_passed_when_what_was_offered_before_is_over_or_dropped() {
        CompletableFuture<Void> busy = new CompletableFuture<>();
        mailbox.mark(() -> ran.add("idle"));
        mailbox.offer(task("running", busy));
        mailbox.offer(task("dropped"));
        mailbox.mark(() -> ran.add("marked"));
        mailbox.finish(task("last"));
        assertThat(ran).containsExactly("idle", "running");

        busy.complete(null);

        assertThat(ran).containsExactly("idle", "running", "marked", "last");
    }

    @Test
    void a_task_offered_by_a_task_runs_after_it() {
        mailbox.offer(() -> {
            mailbox.offer(task("inner"));
            ran.add("outer");
            return Uni.createFrom().voidItem();
        });

        assertThat(ran).containsExactly("outer", "inner");
    }

    @Test
    void what_follows_a_task_that_fails_or_throws_runs_before_the_next_task() {
        mailbox.offer(() -> Uni.createFrom().failure(new IllegalStateException("failed")));
        mailbox.offer(() -> {
            throw new IllegalStateException("thrown");
        });
        mailbox.offer(() -> {
            throw new LinkageError("an error, too");
        });
        mailbox.offer(task("next"));

        assertThat(ran).containsExactly("after failed", "after thrown", "after an error, too", "next");
    }

    @Test
    void a_hundred_thousand_tasks_that_complete_at_once_need_no_deeper_stack_than_one() {
        Mailbox large = mailbox(100_000);
        AtomicInteger count = new AtomicInteger();
        CompletableFuture<Void> busy = new CompletableFuture<>();
        large.offer(task("running", busy));
        for (int i = 0; i < 100_000; i++) {
            assertThat(large.offer(() -> Uni.createFrom().voidItem().invoke(count::incrementAndGet))).isTrue();
        }

        busy.complete(null);

        assertThat(count).hasValue(100_000);
    }

    @Test
    void tasks_that_complete_late_and_at_once_may_alternate() {
        List<UniEmitter<? super Void>> late = new ArrayList<>();
        mailbox.offer(() -> Uni.createFrom().emitter(late::add));
        mailbox.offer(task("a"));
        mailbox.offer(() -> Uni.createFrom().emitter(late::add));
        mailbox.offer(task("b"));

        late.get(0).complete(null);
        assertThat(ran).containsExactly("a");
        late.get(1).complete(null);

        assertThat(ran).containsExactly("a", "b");
    }

    private Mailbox mailbox(int bound) {
        return new Mailbox(LOOP, bound, failure -> {
            ran.add("after " + failure.getMessage());
            return Uni.createFrom().voidItem();
        });
    }

    private Supplier<Uni<Void>> task(String name) {
        return task(name, CompletableFuture.completedFuture(null));
    }

    private Supplier<Uni<Void>> task(String name, CompletableFuture<Void> end) {
        return () -> {
            ran.add(name);
            return Uni.createFrom().completionStage(end);
        };
    }
}
