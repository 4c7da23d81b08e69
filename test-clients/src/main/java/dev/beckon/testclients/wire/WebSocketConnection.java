package dev.beckon.testclients.wire;

import dev.beckon.testclients.RefusedException;
import dev.beckon.testclients.wire.WireMessage.Binary;
import dev.beckon.testclients.wire.WireMessage.Close;
import dev.beckon.testclients.wire.WireMessage.Ping;
import dev.beckon.testclients.wire.WireMessage.Pong;
import dev.beckon.testclients.wire.WireMessage.Raw;
import dev.beckon.testclients.wire.WireMessage.Text;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A WebSocket on a plain TCP socket. It answers close frames, but no pings: the tests handle pings themselves. */
public final class WebSocketConnection implements Connection {

    private static final int SWITCHING_PROTOCOLS = 101;
    /** From RFC 6455 §1.3, which also gives the server's answer to it. */
    private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
    private static final String ACCEPT = "s3pPLMBiTxaQ9kYGzzhZRbK+xOo=";

    private final Socket socket;
    private final HttpResponse handshake;
    private final BlockingQueue<WireMessage> received = new LinkedBlockingQueue<>();
    private @Nullable WireMessage end;

    private WebSocketConnection(Socket socket, HttpResponse handshake) {
        this.socket = socket;
        this.handshake = handshake;
    }

    /** @throws RefusedException if the server answers with anything but an upgrade */
    public static WebSocketConnection open(InetSocketAddress server, String target, List<String> headers) throws IOException {
        Socket socket = HttpRequest.open(server);
        try {
            List<String> all = new ArrayList<>(headers);
            all.addAll(List.of("connection: Upgrade", "upgrade: websocket", "sec-websocket-version: 13",
                    "sec-websocket-key: " + KEY));
            HttpRequest.get(target).write(socket.getOutputStream(), server, all);
            DataInputStream in = new DataInputStream(new java.io.BufferedInputStream(socket.getInputStream()));
            HttpResponse answer = HttpResponse.read(in);
            if (answer.status() != SWITCHING_PROTOCOLS || !ACCEPT.equals(answer.headers().get("sec-websocket-accept"))) {
                throw new RefusedException(answer.status(), answer.body());
            }
            WebSocketConnection connection = new WebSocketConnection(socket, answer);
            Thread.ofVirtual().start(() -> connection.readAll(in));
            return connection;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    /** The server's answer to the handshake. */
    public HttpResponse handshake() {
        return handshake;
    }

    private void readAll(DataInputStream in) {
        ByteArrayOutputStream begun = new ByteArrayOutputStream();
        int kind = WebSocketFrame.TEXT;
        try {
            while (true) {
                WebSocketFrame frame = WebSocketFrame.read(in);
                switch (frame.opcode()) {
                    case WebSocketFrame.PING -> received.add(new Ping(frame.payload()));
                    case WebSocketFrame.PONG -> received.add(new Pong(frame.payload()));
                    case WebSocketFrame.CLOSE -> {
                        farewell(frame);
                        return;
                    }
                    default -> {
                        kind = frame.opcode() == WebSocketFrame.CONTINUATION ? kind : frame.opcode();
                        begun.writeBytes(frame.payload());
                        if (frame.fin()) {
                            received.add(message(kind, begun.toByteArray()));
                            begun.reset();
                        }
                    }
                }
            }
        } catch (IOException broken) {
            received.add(new Close(Close.CUT));
        }
    }

    private static WireMessage message(int kind, byte[] content) {
        return kind == WebSocketFrame.TEXT ? new Text(new String(content, StandardCharsets.UTF_8)) : new Binary(content);
    }

    private void farewell(WebSocketFrame close) throws IOException {
        int code = close.payload().length < Short.BYTES ? 1005 : ByteBuffer.wrap(close.payload()).getShort() & 0xFFFF;
        received.add(new Close(code));
        write(close.masked(ThreadLocalRandom.current()));
        socket.close();
    }

    @Override
    public void send(List<WireMessage> messages) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        messages.forEach(message -> out.writeBytes(bytes(message)));
        write(out.toByteArray());
    }

    private static byte[] bytes(WireMessage message) {
        return switch (message) {
            case Text(var text) -> frame(WebSocketFrame.TEXT, text.getBytes(StandardCharsets.UTF_8));
            case Binary(var bytes) -> frame(WebSocketFrame.BINARY, bytes);
            case Ping(var bytes) -> frame(WebSocketFrame.PING, bytes);
            case Pong(var bytes) -> frame(WebSocketFrame.PONG, bytes);
            case Close(var code) ->
                frame(WebSocketFrame.CLOSE, ByteBuffer.allocate(Short.BYTES).putShort((short) code).array());
            case Raw(var bytes) -> bytes;
        };
    }

    private static byte[] frame(int opcode, byte[] payload) {
        return new WebSocketFrame(true, opcode, payload).masked(ThreadLocalRandom.current());
    }

    /** Writes any bytes at all. */
    public void write(byte[] bytes) throws IOException {
        synchronized (socket) {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
        }
    }

    @Override
    public @Nullable WireMessage next(Duration patience) throws InterruptedException {
        if (end != null) {
            return end;
        }
        WireMessage next = received.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
        if (next instanceof Close) {
            end = next;
        }
        return next;
    }

    @Override
    public void cut() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException closedAlready) {
            // The connection is closed already.
        }
    }
}
