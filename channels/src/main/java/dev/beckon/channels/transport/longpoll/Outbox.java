package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.protocol.Frame;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A session's messages, in order, each kept until the client shows that it has it. Messages are counted from the session's
 * start, so one number says what came through, however often a batch was handed out and lost on the way. Phoenix forgets
 * a batch when it is handed out.
 */
final class Outbox {

    private final Queue<Frame.Text> unconfirmed = new ArrayDeque<>(2);
    private long confirmed;
    private long handedOut;
    private long bytes;

    void add(Frame.Text message) {
        unconfirmed.add(message);
        bytes += message.sizeBytes();
    }

    /**
     * The client has the first {@code received} messages.
     *
     * @return false if it has said before that it has more: what came after is forgotten and cannot be told again
     */
    boolean confirm(long received) {
        if (received < confirmed) {
            return false;
        }
        while (confirmed < received && !unconfirmed.isEmpty()) {
            bytes -= unconfirmed.remove().sizeBytes();
            confirmed++;
        }
        return confirmed == received;
    }

    /** The client has all that was handed out last, unless that is known to be {@link #lost}. */
    void confirmHandedOut() {
        confirm(Math.max(confirmed, handedOut));
    }

    /** What was handed out last did not arrive. */
    void lost() {
        handedOut = confirmed;
    }

    /** {@link #messages}, and counts them as on their way. */
    List<String> handOut() {
        handedOut = count();
        return messages();
    }

    /** What the client has not shown to have. */
    List<String> messages() {
        return unconfirmed.stream().map(Frame.Text::text).toList();
    }

    boolean isEmpty() {
        return unconfirmed.isEmpty();
    }

    /** How many messages the client has if it gets {@link #messages} now. */
    long count() {
        return confirmed + unconfirmed.size();
    }

    /** Of {@link #messages}, as UTF-8. */
    long bytes() {
        return bytes;
    }
}
