package dev.beckon.conformance.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Messages with odd refs, topics, events and payloads; some are damaged as well. */
final class NearlyRight {

    private static final List<String> REFS = List.of("null", "\"1\"", "\"1\"", "\"2\"", "1", "1.5", "true", "\"\"", "-0",
            "12345678901234567890123", "\"\\u0000\"", "\"é\"");
    private static final List<String> TOPICS = List.of("room:fuzz", "room:fuzz", "room:fuzz", "room:private", "phoenix",
            "notifications:mallory", "nowhere", "", "room:", "room:\\u0000", "users_socket:mallory", "/presence/0/4");
    private static final List<String> EVENTS = List.of("phx_join", "phx_join", "phx_join", "phx_leave", "echo", "fail", "silent",
            "new_msg", "new_msg_from", "push_me", "crash", "stop", "bin_echo", "presence_update", "heartbeat", "phx_reply",
            "phx_close", "phx_error", "disconnect", "presence_state", "presence_diff", "no_such_event", "");
    private static final List<String> PAYLOADS = List.of("{}", "{}", "{\"a\":1}", "null", "[]", "7", "\"text\"", "{\"crash\":true}",
            "{\"a\":{\"a\":{\"a\":[[[[]]]]}}}", "1e400", "{\"__proto__\":{}}", "{\"a\":1,\"a\":2}");
    private static final int LONG = 70_000;
    private static final int DEEP = 2_000;

    private NearlyRight() {}

    /** @param readable false: it may be damaged, or of the other version */
    static String message(RandomGenerator random, int version, boolean readable) {
        String payload = switch (random.nextInt(60)) {
            case 0 -> "\"" + "x".repeat(random.nextInt(LONG)) + "\"";
            case 1 -> "[".repeat(DEEP) + "]".repeat(DEEP);
            case 2 -> "9".repeat(1 + random.nextInt(DEEP));
            default -> one(PAYLOADS, random);
        };
        boolean damage = !readable && random.nextInt(3) == 0;
        String message = (version == 1) != (damage && random.nextBoolean())
                ? "{\"topic\":\"%s\",\"event\":\"%s\",\"payload\":%s,\"ref\":%s,\"join_ref\":%s}".formatted(
                        one(TOPICS, random), one(EVENTS, random), payload, one(REFS, random), one(REFS, random))
                : "[%s,%s,\"%s\",\"%s\",%s]".formatted(
                        one(REFS, random), one(REFS, random), one(TOPICS, random), one(EVENTS, random), payload);
        return damage ? damaged(message, random) : message;
    }

    private static String damaged(String message, RandomGenerator random) {
        int at = random.nextInt(message.length());
        return switch (random.nextInt(5)) {
            case 0 -> message.substring(0, at);
            case 1 -> message.substring(0, at) + message.substring(at + 1);
            case 2 -> message.substring(0, at) + (char) random.nextInt(0x20, 0x3000) + message.substring(at);
            case 3 -> message.replaceFirst("\"1\"", "[1]");
            default -> message + message;
        };
    }

    /** @param readable false: its sizes may be wrong */
    static byte[] binary(RandomGenerator random, boolean readable) {
        byte[] strings = ("12" + "room:fuzz" + "bin_echo").getBytes(StandardCharsets.US_ASCII);
        byte[] frame = new byte[5 + strings.length + random.nextInt(100)];
        random.nextBytes(frame);
        byte[] head = {0, 1, 1, 9, 8};
        System.arraycopy(head, 0, frame, 0, head.length);
        System.arraycopy(strings, 0, frame, head.length, strings.length);
        if (!readable && random.nextInt(3) == 0) {
            frame[random.nextInt(frame.length)] = (byte) random.nextInt(256);
        }
        return frame;
    }

    private static String one(List<String> of, RandomGenerator random) {
        return of.get(random.nextInt(of.size()));
    }
}
