package dev.beckon.verify.load;

import dev.beckon.testclients.KafkaMentions;
import dev.beckon.verify.history.Fact.Expires;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.HistoryLog;
import dev.beckon.verify.load.Editor.Mention;
import dev.beckon.verify.load.Editor.Mention.Way;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Mentions users in the ways that callers do: repeats a post until it is accepted, posts the same mention twice, at once
 * or later, hangs up before the answer, does not repeat the post, makes mistakes, writes to Kafka directly, and mentions a user
 * several times in a row. Some of its mentions expire. Edits a fifth of the others later, or takes them back, some of them from one
 * user only.
 */
final class ProductTeam {

    private static final int IN_A_ROW = 8;
    /** The shortest life of a mention that expires: longer than a call takes at most. */
    private static final Duration LIFE = Duration.ofSeconds(12);
    private static final Duration HASTE = Duration.ofMillis(20);

    /** Mentions that may still be edited. */
    private static final int RECENT = 30;

    /** One edit in so many turns: as a turn is 1.6 mentions on average, a fifth of all mentions. */
    private static final int EDITS = 3;

    /** Of so many edits one takes the mention back from one user, who may no longer see it. */
    private static final int ACCESS_LOST = 4;

    private final String name;
    private final Random choice;
    private final Audience audience;
    private final Poster poster;
    private final KafkaMentions records;
    private final HistoryLog log;
    private final Duration pause;
    private final Editor editor;
    private final List<Mention> recent = new ArrayList<>();
    private int count;

    /** @param pause average time between two mentions */
    ProductTeam(String name, long seed, Audience audience, Poster poster, KafkaMentions records, HistoryLog log,
            Duration pause) {
        this.name = name;
        this.choice = new Random(seed);
        this.audience = audience;
        this.poster = poster;
        this.records = records;
        this.log = log;
        this.pause = pause;
        this.editor = new Editor(choice, audience, poster, records, log);
    }

    void work(CountDownLatch stop) throws InterruptedException {
        while (!stop.await(choice.nextLong(2 * pause.toMillis()), TimeUnit.MILLISECONDS)) {
            String key = name + "-" + ++count;
            List<String> recipients = isForEverybody() ? audience.everybody() : audience.some(choice);
            switch (choice.nextInt(25)) {
                case 0 -> poster.mistake(key, recipients, choice);
                case 1 -> forgotten(key, recipients);
                case 2, 3 -> hasty(key, recipients);
                case 4, 5 -> twiceAtOnce(key, recipients);
                case 6 -> twice(key, recipients);
                case 10 -> editor.revise(new Mention(key, null, recipients, Way.HTTP));
                case 7 -> direct(key, recipients);
                case 8, 9 -> inARow(key);
                case 11, 12 -> expiring(key, recipients);
                default -> post(key, recipients);
            }
            if (!recent.isEmpty() && choice.nextInt(EDITS) == 0) {
                Mention mention = recent.remove(choice.nextInt(recent.size()));
                if (mention.way() == Way.EITHER && Wording.hasOwnThread(mention.key()) && choice.nextInt(ACCESS_LOST) == 0) {
                    poster.revokeAccess(mention.key(), mention.recipients().get(choice.nextInt(mention.recipients().size())));
                } else {
                    editor.revise(mention);
                }
            }
        }
    }

    /** Posts the mention until it is accepted, and may edit it later. */
    private void post(String key, List<String> recipients) throws InterruptedException {
        UUID id = poster.insist(key, recipients);
        if (id != null) {
            remember(new Mention(key, id, recipients, Way.EITHER));
        }
    }

    private void remember(Mention mention) {
        recent.add(mention);
        if (recent.size() > RECENT) {
            recent.removeFirst();
        }
    }

    /** Ensures that even a short run has one mention of the largest size. */
    private boolean isForEverybody() {
        return name.equals("t1") && count == 5;
    }

    private void forgotten(String key, List<String> recipients) throws InterruptedException {
        poster.once(key, recipients, HASTE);
    }

    private void hasty(String key, List<String> recipients) throws InterruptedException {
        poster.once(key, recipients, HASTE);
        post(key, recipients);
    }

    private void twiceAtOnce(String key, List<String> recipients) throws InterruptedException {
        Thread other = Thread.startVirtualThread(() -> {
            try {
                poster.insist(key, recipients); // the other thread remembers it
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        post(key, recipients);
        other.join();
    }

    private void twice(String key, List<String> recipients) throws InterruptedException {
        poster.insist(key, recipients);
        post(key, recipients);
    }

    /**
     * Mentions one user several times without a pause, each time after the former mention was acknowledged, or all in one list:
     * so fast that any two that change places on their way are seen.
     */
    private void inARow(String key) throws InterruptedException {
        List<String> recipient = List.of(audience.people().get(choice.nextInt(audience.people().size())));
        List<String> keys = IntStream.rangeClosed(1, IN_A_ROW).mapToObj(i -> key + "." + i).toList();
        switch (choice.nextInt(4)) {
            case 0 -> poster.insistOnList(keys, recipient);
            case 1 -> {
                for (String each : keys) {
                    direct(each, recipient);
                }
            }
            default -> {
                for (String each : keys) {
                    post(each, recipient);
                }
            }
        }
    }

    /** Not edited later: each revision has a time of its own. */
    private void expiring(String key, List<String> recipients) throws InterruptedException {
        Duration life = LIFE.plusMillis(choice.nextLong(LIFE.toMillis() / 2));
        Instant end = Instant.now().plus(life);
        log.note(at -> new Expires(at, key, at + life.toMillis()));
        if (choice.nextBoolean()) {
            poster.insist(key, recipients, end);
        } else {
            direct(key, recipients, end);
        }
    }

    /** All of a team's records have its name as their key, so that they keep their order. */
    private void direct(String key, List<String> everybody) throws InterruptedException {
        direct(key, everybody, null);
    }

    /** @param expiresAt {@code null}: the mention does not expire, and may be edited later */
    private void direct(String key, List<String> everybody, @Nullable Instant expiresAt) throws InterruptedException {
        List<String> recipients = everybody.subList(0, Math.min(500, everybody.size()));
        log.note(at -> new PostSent(at, poster.nextCall(), key, recipients, true));
        try {
            records.write(name, Wording.record(DirectMention.id(key), key, Wording.POST, recipients, expiresAt));
            log.note(at -> new RecordWritten(at, key, name, recipients, RecordWritten.Kind.GOOD));
            if (expiresAt == null) {
                remember(new Mention(key, DirectMention.id(key), recipients, Way.KAFKA));
            }
        } catch (ExecutionException | TimeoutException notAcknowledged) {
            // Kafka may have the record or not; the history has no acknowledgement of it.
        }
    }
}
