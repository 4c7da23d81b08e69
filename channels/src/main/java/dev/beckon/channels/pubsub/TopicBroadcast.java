package dev.beckon.channels.pubsub;

import dev.beckon.channels.protocol.Frame;
import dev.beckon.channels.protocol.Outbound;
import dev.beckon.channels.protocol.Payload;
import dev.beckon.channels.protocol.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * One event for everyone on a topic. It is encoded at most once for each version of the protocol, however many listen, and not at all if nobody does;
 * Phoenix calls this the fastlane ({@code lib/phoenix/channel/server.ex}). Thread-safe.
 */
public final class TopicBroadcast {

    private final String topic;
    private final String event;
    private final String headers;
    private final Payload payload;
    private final @Nullable Subscriber from;
    private volatile @Nullable Encoded encoded;

    /** One version's frame, and those of the versions that were asked for before. */
    private record Encoded(Serializer serializer, @Nullable Frame frame, @Nullable Encoded others) {}

    /**
     * @param headers for intercepting channels on the receiving side, never sent to clients; one line, may be empty
     * @param from who does not get it; {@code null}: everyone does
     * @throws IllegalArgumentException if event or headers have a control character, which would break a Redis message
     */
    public TopicBroadcast(
            String topic, String event, String headers, Payload payload, @Nullable Subscriber from) {
        if (event.isEmpty() || !isOneLine(event) || !isOneLine(headers)) {
            throw new IllegalArgumentException("an event and its headers are one line of text without tabs");
        }
        this.topic = topic;
        this.event = event;
        this.headers = headers;
        this.payload = payload;
        this.from = from;
    }

    private static boolean isOneLine(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < ' ') {
                return false;
            }
        }
        return true;
    }

    public String topic() {
        return topic;
    }

    public String event() {
        return event;
    }

    public String headers() {
        return headers;
    }

    public Payload payload() {
        return payload;
    }

    public @Nullable Subscriber from() {
        return from;
    }

    /**
     * The same frame for every caller of one version. Two event loops may race to encode it: both make the same bytes.
     *
     * @return {@code null} if that version cannot say it
     */
    public @Nullable Frame frame(Serializer serializer) {
        Encoded known = encoded;
        for (Encoded each = known; each != null; each = each.others) {
            if (each.serializer == serializer) {
                return each.frame;
            }
        }
        Frame frame = serializer.encode(new Outbound.Broadcast(topic, event, payload));
        encoded = new Encoded(serializer, frame, known);
        return frame;
    }
}
