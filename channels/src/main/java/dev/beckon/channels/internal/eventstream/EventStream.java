package dev.beckon.channels.internal.eventstream;

import dev.beckon.channels.CloseCode;
import dev.beckon.channels.internal.protocol.EventStreamSerializer;
import dev.beckon.channels.internal.protocol.Frame;
import dev.beckon.channels.internal.protocol.Inbound;
import dev.beckon.channels.internal.socket.Admitted;
import dev.beckon.channels.internal.socket.Socket;
import dev.beckon.channels.internal.socket.SocketConfig;
import dev.beckon.channels.internal.socket.SocketConnection;
import dev.beckon.channels.internal.socket.Sockets;
import dev.beckon.netty.EventLoop;
import dev.beckon.netty.Netty;
import dev.beckon.netty.VertxLoop;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * One request as a {@link SocketConnection}. The answer begins with the join's: until then a refusal can still be a status. Confined
 * to the request's event loop.
 */
final class EventStream implements SocketConnection {

    private static final Logger LOG = Logger.getLogger(EventStream.class);
    private static final Buffer COMMENT = Buffer.buffer(":\n\n");

    private final String id = UUID.randomUUID().toString();
    private final HttpServerRequest request;
    private final HttpServerResponse response;
    private final VertxLoop loop;
    private final StreamContext context;
    private @Nullable Socket socket;
    private Runnable timer = () -> {};
    private long pendingBytes;
    private boolean begun;
    private boolean closing;

    EventStream(HttpServerRequest request, VertxLoop loop, StreamContext context) {
        this.request = request;
        this.response = request.response();
        this.loop = loop;
        this.context = context;
    }

    /** The objects that all streams of a node share. */
    record StreamContext(Sockets sockets, SocketConfig limits, Duration keepAlive) {}

    /** The socket is open from now on until the response is written or the client is gone. */
    void open(Admitted client, Inbound.Join join) {
        Socket opened = context.sockets().open(this, client);
        socket = opened;
        if (closing) {
            return;
        }
        try {
            opened.receive(join);
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "Connection %s: a join could not be handled", id);
            opened.close(CloseCode.INTERNAL_ERROR);
        }
    }

    /** The client has ended the connection. */
    void gone() {
        if (!closing) {
            closing = true;
            over();
        }
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public boolean takesBinary() {
        return false;
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public boolean isClosing() {
        return closing;
    }

    @Override
    public void send(Frame frame) {
        if (closing || !(frame instanceof Frame.Text event)) {
            return;
        }
        long bound = context.limits().maxPendingBytes().asLongValue();
        if (EventStreamSerializer.isLast(event) && !begun) {
            String refusal = EventStreamSerializer.refusal(event);
            end(StreamRefusal.ofJoin(refusal == null ? null : new JsonObject(refusal).getString("reason")).writeHead(response));
        } else if (EventStreamSerializer.isLast(event)) {
            end(Buffer.buffer(event.utf8()));
        } else if (pendingBytes + event.sizeBytes() > bound) {
            close(CloseCode.SLOW, "more than " + bound + " bytes wait");
        } else {
            begin();
            write(Buffer.buffer(event.utf8()));
        }
    }

    @Override
    public void close(CloseCode code, String why) {
        if (closing) {
            return;
        }
        context.sockets().counts().closes().add(code);
        LOG.infof("Connection %s: closing with %d, %s", id, code.code(), why);
        end(begun
                ? Buffer.buffer(EventStreamSerializer.closing(code.code(), code.reason()).utf8())
                : StreamRefusal.of(code).writeHead(response));
    }

    private void begin() {
        if (begun) {
            return;
        }
        begun = true;
        response.setChunked(true)
                .putHeader("content-type", "text/event-stream")
                .putHeader("cache-control", "no-store")
                .putHeader("x-accel-buffering", "no"); // nginx would keep events until a buffer is full
        if (!isHttp2()) {
            response.putHeader("connection", "close"); // the next request may go to another node
        }
        timer = loop.after(context.keepAlive(), this::keepAlive);
    }

    /** A client that takes the comment is as active as one that sends heartbeats. */
    private void keepAlive() {
        write(COMMENT).onSuccess(_ -> Objects.requireNonNull(socket).markActive());
        timer = loop.after(context.keepAlive(), this::keepAlive);
    }

    private Future<Void> write(Buffer bytes) {
        pendingBytes += bytes.length();
        return response.write(bytes).onComplete(_ -> pendingBytes -= bytes.length());
    }

    /** What the client has not read yet goes first, within the time for a close; then the connection is cut. */
    private void end(Buffer last) {
        closing = true;
        timer.run();
        timer = loop.after(context.limits().closeTimeout(), this::cut);
        response.end(last).onComplete(_ -> {
            if (begun && !isHttp2()) {
                request.connection().close();
            }
            over();
        });
    }

    private void cut() {
        if (isHttp2()) {
            response.reset();
        } else {
            Netty.tcp(request).cut();
        }
    }

    private boolean isHttp2() {
        return request.version() == HttpVersion.HTTP_2;
    }

    /** Runs later, because the caller may be in the middle of a callback, or of opening the socket. */
    private void over() {
        timer.run();
        loop.execute(() -> {
            if (socket != null) {
                context.sockets().closed(socket);
            }
        });
    }
}
