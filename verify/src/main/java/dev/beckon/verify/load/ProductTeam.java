package dev.beckon.verify.load;

import dev.beckon.verify.clients.MentionRecords;
import dev.beckon.verify.clients.Mentions;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.HistoryLog;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Mentions people in the ways that callers do: insists until it is accepted, posts the same twice, at once or later, hangs up
 * before the answer, forgets about it, makes mistakes, writes to Kafka itself.
 */
final class ProductTeam {

    private static final Duration HASTE = Duration.ofMillis(20);

    private final String name;
    private final Random choice;
    private final Audience audience;
    private final Poster poster;
    private final MentionRecords records;
    private final HistoryLog log;
    private final Duration pause;
    private int count;

    /** @param pause between two mentions, on average */
    ProductTeam(String name, long seed, Audience audience, Poster poster, MentionRecords records, HistoryLog log,
            Duration pause) {
        this.name = name;
        this.choice = new Random(seed);
        this.audience = audience;
        this.poster = poster;
        this.records = records;
        this.log = log;
        this.pause = pause;
    }

    void work(CountDownLatch stop) throws InterruptedException {
        while (!stop.await(choice.nextLong(2 * pause.toMillis()), TimeUnit.MILLISECONDS)) {
            String key = name + "-" + ++count;
            List<String> recipients = isForEverybody() ? audience.everybody() : audience.some(choice);
            switch (choice.nextInt(20)) {
                case 0 -> poster.mistake(key, recipients, choice);
                case 1 -> forgotten(key, recipients);
                case 2, 3 -> hasty(key, recipients);
                case 4, 5 -> twiceAtOnce(key, recipients);
                case 6 -> twice(key, recipients);
                case 7 -> direct(key, recipients);
                default -> poster.insist(key, recipients);
            }
        }
    }

    /** Even a short run has one mention of the largest size. */
    private boolean isForEverybody() {
        return name.equals("t1") && count == 5;
    }

    private void forgotten(String key, List<String> recipients) throws InterruptedException {
        poster.once(key, recipients, HASTE);
    }

    private void hasty(String key, List<String> recipients) throws InterruptedException {
        poster.once(key, recipients, HASTE);
        poster.insist(key, recipients);
    }

    private void twiceAtOnce(String key, List<String> recipients) throws InterruptedException {
        Thread other = Thread.startVirtualThread(() -> {
            try {
                poster.insist(key, recipients);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        poster.insist(key, recipients);
        other.join();
    }

    private void twice(String key, List<String> recipients) throws InterruptedException {
        poster.insist(key, recipients);
        poster.insist(key, recipients);
    }

    private void direct(String key, List<String> everybody) throws InterruptedException {
        List<String> recipients = everybody.subList(0, Math.min(500, everybody.size()));
        log.note(at -> new PostSent(at, poster.nextCall(), key, recipients, true));
        try {
            records.write(key, DirectMention.record(key, recipients));
            log.note(at -> new RecordWritten(at, key, recipients, RecordWritten.Kind.GOOD));
        } catch (ExecutionException | TimeoutException notAcknowledged) {
            // it may come yet, or not: the history says so
        }
    }
}
