package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.protocol.Frame;
import dev.beckon.channels.protocol.Inbound;
import dev.beckon.channels.protocol.MalformedFrameException;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.VertxLoop;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.Socket;
import dev.beckon.channels.socket.SocketConnection;
import io.smallrye.mutiny.subscription.UniEmitter;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * A socket's connection that is a row of polls and POSTs. Messages wait in its outbox for the next poll, bounded like those
 * of a slow WebSocket; it ends when no poll comes for one and a half windows. Confined to one event loop.
 */
final class Session implements SocketConnection {

    private static final Logger LOG = Logger.getLogger(Session.class);

    private final SessionToken opened;
    private final VertxLoop loop;
    private final SessionContext context;
    private final Consumer<Session> onClose;
    private final Outbox outbox = new Outbox();
    private @Nullable UniEmitter<? super Answer> waiting;
    private Runnable timer;
    private @Nullable UUID waitingId;
    private @Nullable UUID toldId;
    private boolean takesTokens;
    private boolean telling;
    private boolean closed;

    /** @param onClose called on the loop, once, before anything else can happen to it */
    Session(SessionToken opened, VertxLoop loop, SessionContext context, Consumer<Session> onClose) {
        this.opened = opened;
        this.loop = loop;
        this.context = context;
        this.onClose = onClose;
        this.timer = idleTimer();
    }

    /** Of two polls at a time the older one is told that there is nothing. */
    void poll(long received, UUID id, Socket socket, UniEmitter<? super Answer> client) {
        if (closed || !confirm(received)) {
            client.complete(Answer.GONE);
            return;
        }
        socket.heard();
        answer(Answer.messages(token(received), List.of()));
        timer.run();
        timer = loop.after(context.config().window(), () -> answer(Answer.messages(token(received), List.of())));
        waiting = client;
        waitingId = id;
        client.onTermination(() -> loop.run(() -> forget(client)));
        tell();
    }

    /**
     * A client that keeps its first token for ever, as Phoenix lets it, cannot say what came through: for it that counts
     * as arrived whose connection did not break.
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
        if (id.equals(toldId)) {
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
            for (Inbound message : post.decode(socket.serializer(), context.config().maxBatchLines())) {
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
        } else if (waiting != null && !telling) {
            telling = true;
            loop.execute(this::tell); // what is said in the same breath goes into the same answer
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
        // A reply or phx_close of the same breath goes first, as on a WebSocket; the next poll finds the session gone.
        tell();
        answer(Answer.ENDED);
        timer.run();
        onClose.accept(this);
    }

    /** The token of an answer that leaves the client with so many messages. */
    String token(long received) {
        return context.tokens().sign(opened.after(received));
    }

    private void tell() {
        telling = false;
        if (!outbox.isEmpty()) {
            toldId = waitingId;
            answer(Answer.messages(token(outbox.count()), outbox.handOut()));
        }
    }

    private void answer(Answer answer) {
        UniEmitter<? super Answer> client = waiting;
        if (client != null) {
            client.complete(answer); // which forgets it
        }
    }

    /** Its client is answered or gone; the next poll has to come in time. */
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
}
