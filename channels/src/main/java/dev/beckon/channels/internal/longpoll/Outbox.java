package dev.beckon.channels.internal.longpoll;

import dev.beckon.channels.internal.protocol.Frame;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;

/**
 * A session's messages, in order, each kept until the client confirms it. Messages are counted from the session's
 * start, so one number shows which arrived, however often a batch was handed out and lost on the way. Phoenix forgets a
 * batch when it is handed out.
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
     * The client confirms the first {@code received} messages.
     *
     * @return false if it has confirmed more than that before: the later messages are deleted and cannot be sent again
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

    /** Confirms the last batch that was handed out, unless it was {@link #lost}. */
    void confirmHandedOut() {
        confirm(Math.max(confirmed, handedOut));
    }

    /** The last batch that was handed out did not arrive. */
    void lost() {
        handedOut = confirmed;
    }

    /** Returns {@link #messages} and counts them as handed out. */
    List<String> handOut() {
        handedOut = count();
        return messages();
    }

    /** The messages that the client has not confirmed. */
    List<String> messages() {
        return unconfirmed.stream().map(Frame.Text::text).toList();
    }

    boolean isEmpty() {
        return unconfirmed.isEmpty();
    }

    /** Number of messages that the client has after it receives {@link #messages}. */
    long count() {
        return confirmed + unconfirmed.size();
    }

    /** Size of {@link #messages} as UTF-8. */
    long bytes() {
        return bytes;
    }
}
