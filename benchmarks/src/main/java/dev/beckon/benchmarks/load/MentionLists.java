package dev.beckon.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * Bodies of {@code POST /mentions} as a product team's outbox sends them, with randomly chosen recipients; the excerpt
 * carries the due time.
 *
 * @param prefix prefix of the users, who are {@code prefix0}, {@code prefix1}, …
 * @param mentions mentions in each list
 * @param recipients recipients of each mention
 */
public record MentionLists(String prefix, int users, int mentions, int recipients) {

    private static final byte[] EXCERPT = "\"excerpt\":\"".getBytes(StandardCharsets.US_ASCII);

    /** Number of notifications that one list makes. */
    public int notifications() {
        return mentions * recipients;
    }

    byte[] body(int number, long dueNanos) {
        SplittableRandom random = new SplittableRandom(dueNanos + number);
        StringBuilder json = new StringBuilder("[");
        String now = Instant.now().toString();
        for (int i = 0; i < mentions; i++) {
            json.append(i == 0 ? "" : ",").append(mention(number, chosen(random), dueNanos, now));
        }
        return json.append(']').toString().getBytes(StandardCharsets.UTF_8);
    }

    private String chosen(SplittableRandom random) {
        Set<Integer> chosen = new LinkedHashSet<>();
        while (chosen.size() < recipients) {
            chosen.add(random.nextInt(users));
        }
        return chosen.stream().map(user -> "\"" + prefix + user + "\"").collect(Collectors.joining(","));
    }

    /** @param recipients the recipients in JSON, without brackets */
    public static String mention(int number, String recipients, long dueNanos, String occurredAt) {
        String due = String.format(Locale.ROOT, "%0" + TimedFrame.DIGITS + "d", dueNanos);
        return "{\"actor\":{\"id\":\"ada\",\"name\":\"Ada Lovelace\"},\"recipients\":[" + recipients
                + "],\"source\":{\"type\":\"comment\",\"id\":\"" + number + "\",\"url\":\"https://docs.example.com/plan#"
                + number + "\",\"title\":\"The plan for the second quarter\"},\"excerpt\":\"" + due
                + " could you have a look at the second paragraph before we publish it this afternoon?\",\"occurredAt\":\""
                + occurredAt + "\"}";
    }

    /** @return when the notification in the frame's text from {@code from} was due; -1 if the text is no notification */
    static long due(ByteBuffer frame, int from) {
        int last = frame.limit() - EXCERPT.length - TimedFrame.DIGITS;
        for (int i = from; i <= last; i++) {
            if (frame.get(i) == '"' && frame.get(i + 1) == 'e' && startsAt(frame, i)) {
                return TimedFrame.time(frame, i + EXCERPT.length);
            }
        }
        return -1;
    }

    private static boolean startsAt(ByteBuffer frame, int at) {
        for (int i = 0; i < EXCERPT.length; i++) {
            if (frame.get(at + i) != EXCERPT[i]) {
                return false;
            }
        }
        return true;
    }
}
