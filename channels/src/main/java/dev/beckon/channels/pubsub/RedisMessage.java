package dev.beckon.channels.pubsub;

import dev.beckon.channels.protocol.RawJson;

/**
 * One broadcast between nodes, the content of a Redis message: {@code event TAB origin TAB headers LF payload}. The payload
 * is the finished JSON object; receivers pass it on unread. Any program may publish this form.
 *
 * @param origin the node that published it and has told its own subscribers already; empty if no node has
 */
record RedisMessage(String event, String origin, String headers, String payload) {

    static RedisMessage of(TopicBroadcast broadcast, String origin) {
        return new RedisMessage(broadcast.event(), origin, broadcast.headers(), broadcast.payload().text());
    }

    /** @throws IllegalArgumentException if {@code message} has another form; names the rule, not the content */
    static RedisMessage decode(String message) {
        int line = message.indexOf('\n');
        int eventEnd = message.indexOf('\t');
        int originEnd = message.indexOf('\t', eventEnd + 1);
        if (eventEnd <= 0 || originEnd < 0 || line < originEnd) {
            throw new IllegalArgumentException("not 'event TAB origin TAB headers LF payload'");
        }
        if (line + 1 >= message.length() || message.charAt(line + 1) != '{' || !message.endsWith("}")) {
            throw new IllegalArgumentException("the payload is not a JSON object");
        }
        return new RedisMessage(message.substring(0, eventEnd), message.substring(eventEnd + 1, originEnd),
                message.substring(originEnd + 1, line), message.substring(line + 1));
    }

    String encode() {
        return event + '\t' + origin + '\t' + headers + '\n' + payload;
    }

    TopicBroadcast toBroadcast(String topic) {
        return new TopicBroadcast(topic, event, headers, new RawJson(payload), null);
    }
}
