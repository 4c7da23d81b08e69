package dev.beckon.verify.load;

import dev.beckon.testclients.KafkaMentions;
import dev.beckon.verify.history.Fact.RevisionSent;
import dev.beckon.verify.history.Fact.RevisionUnclear;
import dev.beckon.verify.history.Fact.RevisionWritten;
import dev.beckon.verify.history.HistoryLog;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Edits a product team's mentions and takes them back in the ways that callers do: in order, repeatedly and out of order, all at
 * once, without waiting for answers, over HTTP and as records to Kafka, and sometimes wrongly.
 */
final class Editor {

    /** A mention that was posted, or will be by its first revision. */
    record Mention(String key, @Nullable UUID id, List<String> recipients, Way way) {

        enum Way {
            HTTP,
            /** Posted as a record: mention-service would give its key another id. */
            KAFKA,
            /** The id is known. */
            EITHER
        }
    }

    private static final int MOST = 4;
    private static final int MOST_IN_A_RECORD = 500;
    private static final Duration HASTE = Duration.ofMillis(20);

    private final Random choice;
    private final Audience audience;
    private final Poster poster;
    private final KafkaMentions records;
    private final HistoryLog log;

    Editor(Random choice, Audience audience, Poster poster, KafkaMentions records, HistoryLog log) {
        this.choice = choice;
        this.audience = audience;
        this.poster = poster;
        this.records = records;
        this.log = log;
    }

    private interface Step {
        void go() throws InterruptedException;
    }

    void revise(Mention mention) throws InterruptedException {
        List<Revision> plan = plan(mention);
        switch (choice.nextInt(8)) {
            case 0, 1, 2 -> inOrder(mention, plan);
            case 3, 4 -> {
                List<Revision> again = new ArrayList<>(plan);
                again.addAll(plan);
                Collections.shuffle(again, choice);
                inOrder(mention, again);
            }
            case 5 -> atOnce(plan.stream().map(revision -> insisting(mention, revision)).toList());
            case 6 -> hastily(mention, plan);
            default -> {
                inOrder(mention, plan);
                poster.mistake(next(mention, plan.getLast()), choice);
            }
        }
    }

    /** Ascending revisions, with gaps. */
    private List<Revision> plan(Mention mention) {
        List<Revision> plan = new ArrayList<>();
        Revision last = Revision.edit(mention.key(), Wording.POST, mention.recipients());
        for (int i = choice.nextInt(MOST); i >= 0; i--) {
            last = next(mention, last);
            plan.add(last);
        }
        return plan;
    }

    private Revision next(Mention mention, Revision last) {
        long number = last.number() + 1 + choice.nextInt(3);
        List<String> recipients = new ArrayList<>(last.isRetraction() ? mention.recipients() : last.recipients());
        switch (choice.nextInt(10)) {
            case 0, 1, 2 -> recipients.clear();
            case 3, 4, 5 -> {
                Collections.shuffle(recipients, choice);
                recipients.subList(0, (recipients.size() + 1) / 2).clear();
            }
            case 6, 7 -> audience.some(choice).stream().filter(user -> !recipients.contains(user)).forEach(recipients::add);
            default -> {} // only another text
        }
        boolean retraction = recipients.isEmpty() && (mention.way() == Mention.Way.KAFKA || choice.nextInt(3) > 0);
        return retraction ? Revision.retraction(mention.key(), number) : Revision.edit(mention.key(), number, recipients);
    }

    private void inOrder(Mention mention, List<Revision> plan) throws InterruptedException {
        for (Revision revision : plan) {
            insisting(mention, revision).go();
        }
    }

    /** Without waiting for the answers but the last, and sometimes not for that either. */
    private void hastily(Mention mention, List<Revision> plan) throws InterruptedException {
        for (Revision revision : plan) {
            if (mention.way() == Mention.Way.KAFKA) {
                write(mention, revision);
            } else {
                poster.once(revision, HASTE);
            }
        }
        if (choice.nextInt(4) > 0) {
            insisting(mention, plan.getLast()).go();
        }
    }

    private Step insisting(Mention mention, Revision revision) {
        boolean isRecord = switch (mention.way()) {
            case HTTP -> false;
            case KAFKA -> true;
            case EITHER -> choice.nextInt(4) == 0;
        };
        boolean fits = revision.isRetraction() || !revision.recipients().isEmpty() && revision.recipients().size() <= MOST_IN_A_RECORD;
        return isRecord && fits || mention.way() == Mention.Way.KAFKA ? () -> write(mention, revision) : () -> poster.insist(revision);
    }

    private static void atOnce(List<Step> steps) throws InterruptedException {
        List<Thread> threads = steps.stream().map(step -> Thread.startVirtualThread(() -> {
            try {
                step.go();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        })).toList();
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Writes the record of a product team that does without mention-service; the mention has an id then. */
    private void write(Mention mention, Revision given) throws InterruptedException {
        Revision revision = given.recipients().size() <= MOST_IN_A_RECORD
                ? given
                : Revision.edit(given.key(), given.number(), given.recipients().subList(0, MOST_IN_A_RECORD));
        UUID id = Objects.requireNonNull(mention.id());
        String key = revision.key();
        long number = revision.number();
        int call = poster.nextCall();
        log.note(at -> new RevisionSent(at, call, key, number, revision.text(), revision.recipients(), true));
        try {
            if (revision.isRetraction()) {
                records.retract(key, id, number);
            } else {
                records.write(key, Wording.record(id, key, number, revision.recipients()));
            }
            log.note(at -> new RevisionWritten(at, call, key, number, id));
        } catch (ExecutionException | TimeoutException notAcknowledged) {
            log.note(at -> new RevisionUnclear(at, call, key, number, String.valueOf(notAcknowledged.getMessage())));
        }
    }
}
