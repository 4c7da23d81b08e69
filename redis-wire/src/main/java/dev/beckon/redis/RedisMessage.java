package dev.beckon.redis;

import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * One broadcast between nodes, the content of a Redis message: {@code event TAB origin TAB headers LF payload}. The payload is
 * the finished JSON object, which receivers pass on without parsing it, or {@code base64:} and bytes. Any program may publish
 * this form.
 *
 * @param origin the node that published it and has served its own subscribers already; empty if no node did
 * @param payload in its form on the wire
 */
public record RedisMessage(String event, String origin, String headers, String payload) {

    private static final String BYTES = "base64:";

    public static RedisMessage ofBytes(String event, String origin, String headers, byte[] payload) {
        return new RedisMessage(event, origin, headers, BYTES + Base64.getEncoder().encodeToString(payload));
    }

    /** @throws IllegalArgumentException if {@code message} has another form; names the rule, not the content */
    public static RedisMessage decode(String message) {
        int line = message.indexOf('\n');
        int eventEnd = message.indexOf('\t');
        int originEnd = message.indexOf('\t', eventEnd + 1);
        if (eventEnd <= 0 || originEnd < 0 || line < originEnd) {
            throw new IllegalArgumentException("not 'event TAB origin TAB headers LF payload'");
        }
        String payload = message.substring(line + 1);
        if (!payload.startsWith(BYTES) && !(payload.startsWith("{") && payload.endsWith("}"))) {
            throw new IllegalArgumentException("the payload is neither a JSON object nor base64");
        }
        return new RedisMessage(message.substring(0, eventEnd), message.substring(eventEnd + 1, originEnd),
                message.substring(originEnd + 1, line), payload);
    }

    public String encode() {
        return event + '\t' + origin + '\t' + headers + '\n' + payload;
    }

    /**
     * @return {@code null}: the payload is JSON
     * @throws IllegalArgumentException if the payload is marked as base64 and is not
     */
    public byte @Nullable [] bytes() {
        return payload.startsWith(BYTES) ? Base64.getDecoder().decode(payload.substring(BYTES.length())) : null;
    }
}
