package dev.beckon.channels.pubsub;

import dev.beckon.channels.protocol.BinaryPayload;
import dev.beckon.channels.protocol.Payload;
import dev.beckon.channels.protocol.RawJson;
import java.util.Base64;

/**
 * One broadcast between nodes, the content of a Redis message: {@code event TAB origin TAB headers LF payload}. The payload
 * is the finished JSON object, which receivers pass on unread, or {@code base64:} and bytes. Any program may publish this
 * form.
 *
 * @param origin the node that published it and has told its own subscribers already; empty if no node has
 */
record RedisMessage(String event, String origin, String headers, Payload payload) {

    private static final String BYTES = "base64:";

    static RedisMessage of(TopicBroadcast broadcast, String origin) {
        return new RedisMessage(broadcast.event(), origin, broadcast.headers(), broadcast.payload());
    }

    /** @throws IllegalArgumentException if {@code message} has another form; names the rule, not the content */
    static RedisMessage decode(String message) {
        int line = message.indexOf('\n');
        int eventEnd = message.indexOf('\t');
        int originEnd = message.indexOf('\t', eventEnd + 1);
        if (eventEnd <= 0 || originEnd < 0 || line < originEnd) {
            throw new IllegalArgumentException("not 'event TAB origin TAB headers LF payload'");
        }
        return new RedisMessage(message.substring(0, eventEnd), message.substring(eventEnd + 1, originEnd),
                message.substring(originEnd + 1, line), payload(message.substring(line + 1)));
    }

    String encode() {
        return event + '\t' + origin + '\t' + headers + '\n' + switch (payload) {
            case RawJson(var text) -> text;
            case BinaryPayload(var bytes) -> BYTES + Base64.getEncoder().encodeToString(bytes);
        };
    }

    TopicBroadcast toBroadcast(String topic) {
        return new TopicBroadcast(topic, event, headers, payload, null);
    }

    private static Payload payload(String text) {
        if (text.startsWith(BYTES)) {
            return new BinaryPayload(Base64.getDecoder().decode(text.substring(BYTES.length())));
        }
        if (!text.startsWith("{") || !text.endsWith("}")) {
            throw new IllegalArgumentException("the payload is neither a JSON object nor base64");
        }
        return new RawJson(text);
    }
}
