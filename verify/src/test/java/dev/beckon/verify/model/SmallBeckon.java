package dev.beckon.verify.model;

import dev.beckon.verify.history.Fact.AccessRevoked;
import dev.beckon.verify.history.Fact.AccessRevokedAccepted;
import dev.beckon.verify.history.Fact.ActedBy;
import dev.beckon.verify.history.Fact.DeadLetterFound;
import dev.beckon.verify.history.Fact.DeviceFound;
import dev.beckon.verify.history.Fact.Erased;
import dev.beckon.verify.history.Fact.Erasing;
import dev.beckon.verify.history.Fact.Expires;
import dev.beckon.verify.history.Fact.InboxFound;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.Quiet;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.Fact.RevisionAnswered;
import dev.beckon.verify.history.Fact.RevisionSent;
import dev.beckon.verify.history.Fact.RevisionUnclear;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.Fact.TextFound;
import dev.beckon.verify.history.History;
import dev.beckon.verify.model.SmallInbox.Effect;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A minimal Kafka, consumer, database, Redis and gateway. */
final class SmallBeckon {

    /**
     * @param mention {@code null} for poison
     * @param revision 0: the mention was posted
     * @param text {@code null}: the mention is taken back
     * @param lost the user who has lost access to the mention, if the record says only that
     */
    record KafkaRecord(@Nullable UUID mention, String key, long revision, @Nullable String text, List<String> recipients,
            @Nullable String lost) {

        KafkaRecord(@Nullable UUID mention, String key, long revision, @Nullable String text, List<String> recipients) {
            this(mention, key, revision, text, recipients, null);
        }
    }

    /** Above the checker's tolerance for what has expired. */
    private static final int LONG = 100_000;

    private final @Nullable Mutant mutant;
    private final SmallHistory history = new SmallHistory();
    private final List<KafkaRecord> kafka = new ArrayList<>();
    private final List<String> deadLetters = new ArrayList<>();
    private final Map<String, SmallInbox> database = new LinkedHashMap<>();
    /** Two of each user: the second one shows the inbox by thread. */
    private final Map<String, List<SmallDevice>> devices = new LinkedHashMap<>();
    /** The times of mentions that expire. */
    private final Map<String, Long> expiring = new LinkedHashMap<>();
    /** The actors of mentions, by key; of others nobody is erased. */
    private final Map<String, String> actors = new LinkedHashMap<>();
    private final Set<String> erased = new HashSet<>();
    private final SmallOwners owners;
    private int offset;
    private boolean subscribed = true;

    SmallBeckon(List<String> users, @Nullable Mutant mutant) {
        this.mutant = mutant;
        this.owners = new SmallOwners(history, database, devices, this::is, () -> subscribed);
        users.forEach(user -> {
            database.put(user, new SmallInbox(user, this::is));
            devices.put(user, Stream.of(false, true).map(byThread -> new SmallDevice(user, byThread, history, this::is)).toList());
            reconnect(user);
        });
    }

    SmallOwners owners() {
        return owners;
    }

    private boolean is(Mutant one) {
        return mutant == one;
    }

    /** @param answer whether Kafka is available and acknowledges the record */
    void post(String key, List<String> recipients, boolean good, boolean answer) {
        int call = history.nextCall();
        history.note(at -> new PostSent(at, call, key, recipients, good));
        String idOf = is(Mutant.A_RETRY_GETS_ANOTHER_ID) ? key + call : key;
        UUID id = UUID.nameUUIDFromBytes(idOf.getBytes(StandardCharsets.UTF_8));
        if (good && answer || !good && is(Mutant.A_REFUSED_MENTION_IS_STORED)) {
            kafka.add(new KafkaRecord(id, key, 0, key, recipients));
        }
        boolean retryAfter = !is(Mutant.OUTAGE_WITHOUT_RETRY_AFTER);
        history.note(at -> !good
                ? new PostAnswered(at, call, key, 400, List.of(), "/problems/invalid-request", false)
                : answer
                        ? new PostAnswered(at, call, key, 202, List.of(id), "", false)
                        : new PostAnswered(at, call, key, 503, List.of(), "/problems/not-acknowledged", retryAfter));
    }

    void poison(String key) {
        history.note(at -> new RecordWritten(at, key, key, List.of(), RecordWritten.Kind.POISON));
        kafka.add(new KafkaRecord(null, key, 0, null, List.of()));
    }

    /** Kafka stores the record, but the caller gets no answer. */
    void postWithoutAnswer(String key, List<String> recipients) {
        int call = history.nextCall();
        history.note(at -> new PostSent(at, call, key, recipients, true));
        kafka.add(new KafkaRecord(id(key), key, 0, key, recipients));
    }

    private static UUID id(String key) {
        return UUID.nameUUIDFromBytes(key.getBytes(StandardCharsets.UTF_8));
    }

    enum Answer {
        ACCEPTED, REFUSED, UNAVAILABLE, LOST_AND_STORED, LOST
    }

    /** @param edits false: the mention is taken back */
    void revise(String key, long revision, boolean edits, List<String> recipients, Answer answer) {
        int call = history.nextCall();
        String text = edits ? key + "~" + revision : null;
        history.note(at -> new RevisionSent(at, call, key, revision, text, recipients, answer != Answer.REFUSED));
        if (answer == Answer.ACCEPTED || answer == Answer.LOST_AND_STORED) {
            kafka.add(new KafkaRecord(id(key), key, revision, text, recipients));
        }
        history.note(at -> switch (answer) {
            case ACCEPTED -> new RevisionAnswered(at, call, key, revision, 202, List.of(id(key)), "", false);
            case REFUSED -> new RevisionAnswered(at, call, key, revision, 400, List.of(), "/problems/invalid-request", false);
            case UNAVAILABLE -> new RevisionAnswered(at, call, key, revision, 503, List.of(), "/problems/not-acknowledged", true);
            case LOST_AND_STORED, LOST -> new RevisionUnclear(at, call, key, revision, "no answer");
        });
    }

    /** The mention was accepted, and is not revised later. */
    void revokeAccess(String key, String user, boolean accepted, boolean stored) {
        int call = history.nextCall();
        history.note(at -> new AccessRevoked(at, call, key, user));
        if (stored) {
            kafka.add(new KafkaRecord(id(key), key, 0, null, List.of(), user));
        }
        if (accepted) {
            history.note(at -> new AccessRevokedAccepted(at, call, key, user));
        }
    }

    /** It is not revised later. @param life in milliseconds */
    void postThatExpires(String key, List<String> recipients, int life) {
        history.note(at -> {
            expiring.put(key, at + life);
            return new Expires(at, key, at + life);
        });
        post(key, recipients, true, true);
    }

    /** What comes to the database after its time is shown to nobody. */
    private boolean hasExpired(String key) {
        return expiring.getOrDefault(key, Long.MAX_VALUE) <= history.now() && !is(Mutant.EXPIRY_IS_FORGOTTEN);
    }

    private void expire() {
        expiring.keySet().stream().filter(this::hasExpired).forEach(key -> database.forEach((user, inbox) -> {
            if (inbox.expire(id(key)) && subscribed) {
                devices(user).forEach(device -> device.revised(Effect.RETRACTED, inbox.notification(id(key)), inbox));
            }
        }));
    }

    /** A mention by somebody who may be erased. */
    void postAs(String actor, String key, List<String> recipients) {
        history.note(at -> new ActedBy(at, key, actor));
        actors.put(key, actor);
        post(key, recipients, true, true);
    }

    /** The person has no devices. No mention follows that names the person. */
    void erase(String person) {
        int call = history.nextCall();
        history.note(at -> new Erasing(at, call, person));
        erased.add(person);
        if (!is(Mutant.ERASURE_LEAVES_THE_INBOX)) {
            database.remove(person);
        }
        actors.forEach((key, actor) -> database.forEach((user, inbox) -> {
            if (actor.equals(person) && !is(Mutant.ERASURE_LEAVES_WHAT_THE_PERSON_WROTE) && inbox.takeBack(id(key)) && subscribed) {
                devices(user).forEach(device -> device.revised(Effect.RETRACTED, inbox.notification(id(key)), inbox));
            }
        }));
        history.note(at -> new Erased(at, call, person));
    }

    private List<SmallDevice> devices(String user) {
        return devices.getOrDefault(user, List.of());
    }

    /** Consumes all new records; the consumer may crash before or after the database has them. */
    void consume(boolean diesBefore, boolean diesAfter) {
        List<KafkaRecord> batch = new ArrayList<>(kafka.subList(offset, kafka.size()));
        if (is(Mutant.NEIGHBOURS_ARE_SWAPPED) && batch.size() > 1) {
            Collections.swap(batch, 0, 1);
        }
        if (is(Mutant.OFFSET_COMMITTED_BEFORE_THE_DATABASE)) {
            offset = kafka.size();
        }
        if (diesBefore) {
            return;
        }
        boolean poisoned = batch.stream().anyMatch(record -> record.mention() == null);
        for (KafkaRecord record : batch) {
            if (record.mention() == null || poisoned && is(Mutant.POISON_TAKES_ITS_BATCH_ALONG)) {
                if (!is(Mutant.POISON_IS_DROPPED)) {
                    deadLetters.add(record.key());
                }
            } else if (record.lost() != null) {
                takeBack(record, record.lost());
            } else if (!hasExpired(record.key())) {
                store(record);
            }
        }
        if (!diesAfter) {
            offset = kafka.size();
        }
        if (!is(Mutant.EXPIRY_COMES_LATE)) {
            expire();
        }
    }

    private void takeBack(KafkaRecord record, String user) {
        for (String affected : is(Mutant.LOST_ACCESS_OF_ONE_TAKES_IT_FROM_ALL) ? database.keySet() : Set.of(user)) {
            SmallInbox inbox = database.get(affected);
            UUID mention = Objects.requireNonNull(record.mention());
            if (!is(Mutant.LOST_ACCESS_KEEPS_IT) && inbox.takeBack(mention) && subscribed) {
                devices(affected).forEach(device -> device.revised(Effect.RETRACTED, inbox.notification(mention), inbox));
            }
        }
    }

    private void store(KafkaRecord record) {
        boolean comesBack = is(Mutant.A_REPEATED_RECORD_BRINGS_BACK_THE_ERASED);
        if (erased.contains(actors.get(record.key())) && !comesBack) {
            return;
        }
        int count = is(Mutant.HALF_OF_A_RECORD_IS_STORED) ? (record.recipients().size() + 1) / 2 : record.recipients().size();
        List<String> named = record.recipients().subList(0, count);
        for (String user : record.revision() == 0 ? named : List.copyOf(database.keySet())) {
            if (erased.contains(user) && !comesBack) {
                continue;
            }
            SmallInbox inbox = database.computeIfAbsent(user, _ -> new SmallInbox(user, this::is));
            Effect effect = inbox.apply(record, named.contains(user));
            if (effect != Effect.NONE && subscribed) {
                devices(user).forEach(device -> device.revised(effect, inbox.notification(record.mention()), inbox));
            }
        }
    }

    /** A correct gateway subscribes again and compares revisions. */
    void restartRedis() {
        subscribed = !is(Mutant.NO_SUBSCRIPTION_AFTER_A_RESTART);
        if (subscribed) {
            compare();
        }
    }

    void reconnect(String user) {
        devices.get(user).forEach(device -> device.join(database.get(user)));
    }

    private void compare() {
        devices.forEach((user, all) -> all.forEach(device -> device.compare(database.get(user))));
    }

    private static Set<RowFound.Mark> marks(SmallInbox.Row row) {
        Set<RowFound.Mark> marks = EnumSet.noneOf(RowFound.Mark.class);
        if (row.markedUnread) {
            marks.add(RowFound.Mark.UNREAD);
        }
        if (row.retracted) {
            marks.add(RowFound.Mark.RETRACTED);
        }
        return marks;
    }

    /** Lets everything settle, and notes the final state. */
    History end() {
        consume(false, false);
        history.pass(LONG);
        if (!is(Mutant.EXPIRY_COMES_LATE)) {
            expire();
        }
        history.pass(LONG);
        devices.keySet().forEach(user -> owners.list(user, false, false));
        expire();
        if (subscribed) {
            compare();
        }
        history.note(at -> new Quiet(at, ""));
        database.forEach((user, inbox) -> {
            if (devices.containsKey(user)) {
                owners.list(user, false, false);
                owners.list(user, true, false);
                owners.list(user, false, true);
                owners.listByThread(user, false);
                owners.listByThread(user, true);
            }
            history.note(at -> new InboxFound(at, user, inbox.state(), inbox.seenUpTo));
            inbox.rows.forEach(row -> history.note(at -> new RowFound(at, user, row.seq, row.rev, row.id, row.mention,
                    row.retracted ? "" : Objects.requireNonNull(row.text), row.readItself, row.archived, row.source.id(), row.thread, marks(
                            row))));
            inbox.texts().forEach(text -> history.note(at -> new TextFound(at, "notification", text)));
            devices(user).forEach(device -> history.note(at -> new DeviceFound(at, device.name(), user)));
        });
        deadLetters.forEach(key -> history.note(at -> new DeadLetterFound(at, key, "it is poison")));
        return history.history();
    }
}
