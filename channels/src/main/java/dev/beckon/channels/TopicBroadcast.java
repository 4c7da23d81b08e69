package dev.beckon.channels;

import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.channels.internal.protocol.Outbound;
import dev.beckon.channels.internal.protocol.Serializer;
import dev.beckon.channels.internal.pubsub.PubSub.Subscriber;
import org.jspecify.annotations.Nullable;

/**
 * One event for all subscribers of a topic. It is encoded when first needed and at most once per protocol version,
 * however many subscribers there are; Phoenix calls this the fastlane ({@code lib/phoenix/channel/server.ex}).
 * Thread-safe.
 */
public final class TopicBroadcast {

    private final String topic;
    private final String event;
    private final String headers;
    private final Payload payload;
    private final @Nullable Subscriber from;
    private volatile @Nullable Encoded encoded;

    /** One version's frame, linked to the frames of versions that were encoded before. */
    private record Encoded(Serializer serializer, @Nullable Frame frame, @Nullable Encoded others) {}

    /**
     * @param headers for intercepting channels on the receiving side, never sent to clients; one line, may be empty
     * @param from the subscriber that does not get it; {@code null}: all get it
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
     * Returns the same frame to every caller of one version. Two event loops may race to encode it: both make the same
     * bytes.
     *
     * @return {@code null} if that version cannot encode it
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
