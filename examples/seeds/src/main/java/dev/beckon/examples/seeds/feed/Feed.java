package dev.beckon.examples.seeds.feed;

import dev.beckon.channels.Endpoint;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest messages, numbered. A real application stores them in a database. */
@Singleton
class Feed {

    static final String TOPIC = "feed:news";
    static final int KEPT = 100;

    private final Deque<Message> newest = new ArrayDeque<>();
    private final Endpoint endpoint;
    private long seq;

    Feed(Endpoint endpoint) {
        this.endpoint = endpoint;
    }

    @RegisterForReflection
    record Message(long seq, String from, String body) {}

    /**
     * The messages that a returning client has missed.
     *
     * @param complete false: the feed no longer keeps some of the missed messages
     */
    record CatchUp(List<Message> messages, long lastSeen, boolean complete) {}

    /** Broadcasts while it holds the lock, so that messages arrive in the order of their numbers; a broadcast does not block. */
    synchronized Message say(String from, String body) {
        Message message = new Message(++seq, from, body);
        newest.addLast(message);
        if (newest.size() > KEPT) {
            newest.removeFirst();
        }
        endpoint.broadcast(TOPIC, "new_msg", message);
        return message;
    }

    synchronized CatchUp since(long lastSeen) {
        List<Message> missed = newest.stream().filter(message -> message.seq() > lastSeen).toList();
        return new CatchUp(missed, seq, missed.size() == Math.max(0, seq - lastSeen));
    }
}
