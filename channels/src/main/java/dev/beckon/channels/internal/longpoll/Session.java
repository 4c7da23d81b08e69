package dev.beckon.channels.internal.longpoll;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.longpoll.LongPollResponse.Answer;
import dev.beckon.channels.internal.longpoll.SessionTokens.SessionToken;
import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.protocol.Serializer.MalformedFrameException;
import dev.beckon.channels.internal.socket.Socket;
import dev.beckon.channels.internal.socket.SocketConnection;
import dev.beckon.channels.internal.socket.SocketCounts;
import dev.beckon.netty.EventLoop;
import dev.beckon.netty.VertxLoop;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A socket's connection that consists of polls and POSTs. Messages wait in its outbox for the next poll, bounded like
 * those of a slow WebSocket; the session ends when no poll arrives for one and a half windows. Confined to one event
 * loop.
 */
final class Session implements SocketConnection {

    /** Lines in one POST; one more ends the session. phoenix.js sends at most 100. */
    private static final int MAX_LINES = 100;
    private static final Logger LOG = Logger.getLogger(Session.class);

    private final SessionToken opened;
    private final VertxLoop loop;
    private final SessionContext context;
    private final Consumer<Session> onClose;
    private final Outbox outbox = new Outbox();
    private @Nullable UniEmitter<? super Answer> waiting;
    private Runnable timer;
    private @Nullable UUID waitingId;
    private @Nullable UUID flushedId;
    private boolean takesTokens;
    private boolean flushing;
    private boolean closed;

    /** @param onClose called on the loop, once, before anything else can happen to the session */
    Session(SessionToken opened, VertxLoop loop, SessionContext context, Consumer<Session> onClose) {
        this.opened = opened;
        this.loop = loop;
        this.context = context;
        this.onClose = onClose;
        this.timer = idleTimer();
    }

    /** Takes a poll. If another poll is waiting, that one is answered with no messages. */
    void poll(long received, UUID id, Socket socket, UniEmitter<? super Answer> client) {
        if (closed || !confirm(received)) {
            client.complete(Answer.GONE);
            return;
        }
        socket.markActive();
        answer(Answer.messages(token(received), List.of()));
        timer.run();
        timer = loop.after(context.config().window(), () -> answer(Answer.messages(token(received), List.of())));
        waiting = client;
        waitingId = id;
        client.onTermination(() -> loop.run(() -> forget(client)));
        flush();
    }

    /**
     * Confirms messages. A client that keeps its first token for ever, as Phoenix allows, cannot confirm any: its
     * messages count as received unless the connection broke.
     */
    private boolean confirm(long received) {
        takesTokens |= received > 0;
        if (takesTokens) {
            return outbox.confirm(received);
        }
        outbox.confirmHandedOut();
        return true;
    }

    /** The connection broke on which poll {@code id} was answered. */
    void lost(UUID id) {
        if (id.equals(flushedId)) {
            outbox.lost();
        }
    }

    void post(long received, Post post, Socket socket, UniEmitter<? super Answer> client) {
        if (closed) {
            client.complete(Answer.GONE);
            return;
        }
        takesTokens |= received > 0;
        outbox.confirm(received);
        try {
            for (Inbound message : post.decode(socket.serializer(), MAX_LINES)) {
                socket.receive(message);
            }
        } catch (MalformedFrameException e) {
            close(CloseCode.MALFORMED, e.getMessage());
            client.complete(Answer.MALFORMED);
            return;
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "Connection %s: a message could not be handled", id());
            close(CloseCode.INTERNAL_ERROR, CloseCode.INTERNAL_ERROR.reason());
            client.complete(Answer.INTERNAL_ERROR);
            return;
        }
        client.onTermination(loop.after(context.config().window(), () -> client.complete(Answer.TIMEOUT)));
        socket.afterPresent(() -> client.complete(closed ? Answer.GONE : Answer.OK));
    }

    @Override
    public String id() {
        return opened.session().toString();
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    /** An answer holds text, and phoenix.js could not read bytes in it. */
    @Override
    public boolean takesBinary() {
        return false;
    }

    @Override
    public long pendingBytes() {
        return outbox.bytes();
    }

    @Override
    public boolean isClosing() {
        return closed;
    }

    @Override
    public void send(Frame frame) {
        if (closed || !(frame instanceof Frame.Text message)) {
            return;
        }
        outbox.add(message);
        long bound = context.maxPendingBytes();
        if (outbox.bytes() > bound) {
            close(CloseCode.SLOW, "more than " + bound + " bytes wait");
        } else if (waiting != null && !flushing) {
            flushing = true;
            loop.execute(this::flush); // frames of the same task go into the same answer
        }
    }

    @Override
    public void close(CloseCode code, String why) {
        if (closed) {
            return;
        }
        closed = true;
        context.counts().closes().add(code);
        LOG.infof("Connection %s: closing with %d, %s", id(), code.code(), why);
        // A reply or phx_close of the same task goes first, as on a WebSocket; the next poll finds the session gone.
        flush();
        answer(Answer.ENDED);
        timer.run();
        onClose.accept(this);
    }

    /** The token of an answer after which the client has {@code received} messages. */
    String token(long received) {
        return context.tokens().sign(opened.after(received));
    }

    private void flush() {
        flushing = false;
        if (!outbox.isEmpty()) {
            flushedId = waitingId;
            answer(Answer.messages(token(outbox.count()), outbox.handOut()));
        }
    }

    private void answer(Answer answer) {
        UniEmitter<? super Answer> client = waiting;
        if (client != null) {
            client.complete(answer); // calls forget()
        }
    }

    /** The poll is answered or its client is gone; the next poll has to arrive in time. */
    private void forget(UniEmitter<? super Answer> client) {
        if (waiting == client) {
            waiting = null;
            timer.run();
            timer = closed ? () -> {} : idleTimer();
        }
    }

    private Runnable idleTimer() {
        return loop.after(context.config().window().multipliedBy(3).dividedBy(2),
                () -> close(CloseCode.IDLE, "no poll came"));
    }

    /**
     * The objects that all sessions of a node share.
     *
     * @param maxPendingBytes bound of the bytes that wait for one client
     */
    record SessionContext(LongPollConfig config, SessionTokens tokens, long maxPendingBytes, SocketCounts counts) {}
}
