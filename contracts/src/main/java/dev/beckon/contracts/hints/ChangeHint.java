package dev.beckon.contracts.hints;

import dev.beckon.redis.RedisMessage;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * The inboxes that one notification-service has changed since its last hint, from it to every gateway as a {@link RedisMessage}.
 * A gateway asks for members whose revision the hint calls overtaken, and compares all members if a hint is missing. Headers:
 * {@code publisher SP number SP since SP next}, both times in milliseconds, then {@code SP database=epoch:lost} for each
 * database; readers skip unknown names. Payload: the bytes of {@code overtaken} and {@code unclear}.
 *
 * @param publisher the process, by an id that no other and no later process has
 * @param number 1 for the publisher's first hint, then one more each
 * @param since time since the last hint was sent, or since the start
 * @param next time until the publisher sends the next hint; zero: this is the last
 * @param databases by epoch, how often a publisher recorded that a hint of its changes was not published
 * @param overtaken each user at each revision that a change replaced
 * @param unclear users who may have changed, at a revision that the publisher does not know
 */
public record ChangeHint(String publisher, long number, Duration since, Duration next, Map<UUID, Long> databases,
        Fingerprints overtaken, Fingerprints unclear) {

    public static final String EVENT = "changes";

    /**
     * The topics of hints. There are several because a topic lies on one node of a Redis Cluster, which would have to send every
     * hint to every gateway.
     */
    public static final List<String> TOPICS = IntStream.range(0, 16).mapToObj(number -> "/changes:" + number).toList();

    private static final String DATABASE = "database=";

    public ChangeHint {
        databases = Map.copyOf(databases);
    }

    /** The same for all hints of a publisher, so that they stay in order. */
    public String topic() {
        return TOPICS.get(Math.floorMod(Fingerprints.of(publisher), TOPICS.size()));
    }

    public boolean isLast() {
        return next.isZero();
    }

    /** Whether a member at {@code rev} may lack one of these changes. */
    public boolean concerns(int user, long rev) {
        return overtaken.contains(Fingerprints.of(user, rev)) || unclear.contains(user);
    }

    /** The Redis message; its origin is empty because no gateway publishes it. */
    public RedisMessage message() {
        ByteBuffer bytes = ByteBuffer.allocate(overtaken.maxBytes() + unclear.maxBytes());
        overtaken.write(bytes);
        unclear.write(bytes);
        StringBuilder headers = new StringBuilder(publisher).append(' ').append(number)
                .append(' ').append(since.toMillis()).append(' ').append(next.toMillis());
        databases.forEach((epoch, lost) -> headers.append(' ').append(DATABASE).append(epoch).append(':').append(lost));
        return RedisMessage.ofBytes(EVENT, "", headers.toString(), Arrays.copyOf(bytes.array(), bytes.position()));
    }

    /** @throws IllegalArgumentException if these are not headers and payload of a hint */
    public static ChangeHint parse(String headers, byte[] payload) {
        String[] parts = headers.split(" ");
        if (parts.length < 4) {
            throw new IllegalArgumentException("not 'publisher number since next'");
        }
        Map<UUID, Long> databases = new LinkedHashMap<>();
        for (int i = 4; i < parts.length; i++) {
            if (parts[i].startsWith(DATABASE)) {
                String[] database = parts[i].substring(DATABASE.length()).split(":", 2);
                databases.put(UUID.fromString(database[0]), Long.parseLong(database[database.length - 1]));
            }
        }
        ByteBuffer bytes = ByteBuffer.wrap(payload);
        return new ChangeHint(parts[0], Long.parseLong(parts[1]), millis(parts[2]), millis(parts[3]), databases,
                Fingerprints.read(bytes), Fingerprints.read(bytes));
    }

    private static Duration millis(String number) {
        Duration time = Duration.ofMillis(Long.parseLong(number));
        if (time.isNegative()) {
            throw new IllegalArgumentException("a time is negative");
        }
        return time;
    }
}
