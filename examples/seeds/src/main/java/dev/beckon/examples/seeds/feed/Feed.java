package dev.beckon.examples.seeds.feed;

import dev.beckon.channels.channel.Endpoint;
import jakarta.inject.Singleton;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** The newest messages, numbered. A real application keeps them in a database. */
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

    record Message(long seq, String from, String body) {}

    /**
     * What a client that comes back has to know.
     *
     * @param complete false: more has been said than is kept, and some of it is missing here
     */
    record CatchUp(List<Message> messages, long lastSeen, boolean complete) {}

    /** Broadcasts under the lock, which it does not wait for, so that messages arrive in the order of their numbers. */
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
