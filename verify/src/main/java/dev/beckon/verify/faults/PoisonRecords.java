package dev.beckon.verify.faults;

import dev.beckon.testclients.KafkaMentions;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.HistoryLog;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Writes records that can never be stored between the valid ones. */
final class PoisonRecords implements Fault {

    static final String PREFIX = "poison-";

    private static final int ROUNDS = 3;

    private final Supplier<KafkaMentions> kafka;
    private final HistoryLog log;
    private final String user;
    private final AtomicInteger turn = new AtomicInteger();

    /** @param user the user whom the records name */
    PoisonRecords(Supplier<KafkaMentions> kafka, HistoryLog log, String user) {
        this.kafka = kafka;
        this.log = log;
        this.user = user;
    }

    @Override
    public String name() {
        return "poison-records";
    }

    @Override
    public Damage strike(RandomGenerator choice)
            throws InterruptedException, ExecutionException, TimeoutException {
        int written = 0;
        for (int round = 0; round < ROUNDS; round++) {
            for (byte[] value : values(user)) {
                String key = PREFIX + turn.incrementAndGet();
                log.note(at -> new RecordWritten(at, key, key, List.of(), RecordWritten.Kind.POISON));
                kafka.get().write(key, value);
                written++;
            }
        }
        return Damage.done("kafka: %d records".formatted(written));
    }

    private static List<byte[]> values(String user) {
        String good = KafkaMentions.mention(UUID.randomUUID(), PREFIX, user);
        return List.of(
                "{".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xff, (byte) 0xfe, 0},
                good.replace("\"" + PREFIX + "\"", "7").getBytes(StandardCharsets.UTF_8),
                good.replace(PREFIX, PREFIX + "\\u0000").getBytes(StandardCharsets.UTF_8),
                good.replace("https://example.org", "javascript:alert(1)").getBytes(StandardCharsets.UTF_8));
    }
}
