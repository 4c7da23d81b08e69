package dev.beckon.contracts;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * A fixed share of the recipients: the unit of order, isolation and placement. Everything that concerns one recipient follows
 * the lane: the key of a record in Kafka, the PostgreSQL server with the inbox, and the slot in a Redis Cluster.
 *
 * <p>{@code lane = CRC-32(UTF-8 of the recipient's id) mod 64}. CRC-32 is that of zip and PNG (ISO 3309), which the standard
 * library of nearly every language has; {@code src/test/resources/lanes.csv} lists ids with their lanes.
 */
public final class Lane implements Comparable<Lane> {

    /** Never changes: another number would put inboxes on other servers, and records of one recipient out of order. */
    public static final int COUNT = 64;

    /** Every lane, by number. */
    public static final List<Lane> ALL = IntStream.range(0, COUNT).mapToObj(Lane::new).toList();

    private static final Map<String, Lane> BY_KEY = ALL.stream().collect(Collectors.toMap(Lane::key, Function.identity()));

    private final int number;

    private Lane(int number) {
        this.number = number;
    }

    public static Lane of(String recipient) {
        CRC32 crc = new CRC32();
        crc.update(recipient.getBytes(UTF_8));
        return ALL.get((int) (crc.getValue() % COUNT));
    }

    /** @return {@code null} if {@code key} is not the {@link #key()} of a lane */
    public static @Nullable Lane ofKey(String key) {
        return BY_KEY.get(key);
    }

    /** @return the recipients of each lane that has any, by ascending lane; each list in the given order */
    public static SequencedMap<Lane, List<String>> divide(Collection<String> recipients) {
        return recipients.stream().collect(Collectors.groupingBy(Lane::of, TreeMap::new, Collectors.toList()));
    }

    /** 0 to {@link #COUNT} − 1. */
    public int number() {
        return number;
    }

    /** The key of a record in Kafka: the number in decimal digits. */
    public String key() {
        return Integer.toString(number);
    }

    @Override
    public int compareTo(Lane other) {
        return Integer.compare(number, other.number);
    }

    @Override
    public String toString() {
        return "lane " + number;
    }
}
