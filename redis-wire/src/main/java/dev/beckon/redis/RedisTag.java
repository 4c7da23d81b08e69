package dev.beckon.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32;

/**
 * One of 64 hash tags, by which topics share the slots of a Redis Cluster: few enough to subscribe to many topics of a slot in one
 * command, many enough for dozens of masters. All topics of one user have the same tag.
 *
 * @param number 0 to 63: {@code CRC-32 mod 64} of what follows the topic's first colon, or of a topic without one
 * @param text the lowest decimal number whose slot is in the tag's range, the 256 slots from {@code 256 · number}
 */
public record RedisTag(int number, String text) {

    /** Never changes: processes with another number would use other channels. */
    public static final int COUNT = 64;

    private static final int SLOTS = RedisSlot.COUNT / COUNT;

    /** Every tag, by number. */
    public static final List<RedisTag> ALL = IntStream.range(0, COUNT).mapToObj(RedisTag::first).toList();

    private static RedisTag first(int number) {
        return IntStream.iterate(0, candidate -> candidate + 1).mapToObj(Integer::toString)
                .filter(text -> numberAt(RedisSlot.of(text)) == number)
                .findFirst().map(text -> new RedisTag(number, text)).orElseThrow();
    }

    public static RedisTag of(String topic) {
        CRC32 crc = new CRC32();
        crc.update(topic.substring(topic.indexOf(':') + 1).getBytes(UTF_8));
        return ALL.get((int) (crc.getValue() % COUNT));
    }

    /** The number of the tag whose range has {@code slot}. */
    public static int numberAt(int slot) {
        return slot / SLOTS;
    }

    public int slot() {
        return RedisSlot.of(text);
    }
}
