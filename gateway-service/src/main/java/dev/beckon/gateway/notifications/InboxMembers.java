package dev.beckon.gateway.notifications;

import dev.beckon.channels.channel.Member;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The members of this node and how far each has got; bounded by the node's sockets. Thread-safe. */
@Singleton
final class InboxMembers {

    private final Map<Member, InboxCursor> cursors = new ConcurrentHashMap<>();

    void add(Member member, InboxCursor cursor) {
        cursors.put(member, cursor);
    }

    void remove(Member member) {
        cursors.remove(member);
    }

    /** A live view. */
    Map<Member, InboxCursor> all() {
        return cursors;
    }
}
