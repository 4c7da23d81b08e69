package dev.beckon.benchmarks.load;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Measures the cost of a broadcast in the kernel and the JDK alone: one thread writes each message to every client in a
 * loop. The server has no tokens, channels or limits, serves the load's own clients only, and ends when a client does
 * not read.
 */
public final class BareServer implements AutoCloseable {

    private static final byte[] UPGRADED = """
            HTTP/1.1 101 Switching Protocols\r
            Connection: Upgrade\r
            Upgrade: websocket\r
            Sec-WebSocket-Accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r
            \r
            """.getBytes(StandardCharsets.US_ASCII);
    private static final String JOINED = "[\"1\",\"1\",\"%s\",\"phx_reply\",{\"status\":\"ok\",\"response\":{}}]";

    private static final int TEXT = 0x81;
    private static final int TWO_BYTES = 126;

    private final Process process;
    private final int port;

    private BareServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the server in its own process.
     *
     * @param topic the topic that its clients join
     */
    public static BareServer launch(String topic) throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), BareServer.class.getName(), topic)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new BareServer(process, Integer.parseInt(process.inputReader().readLine()));
    }

    public int port() {
        return port;
    }

    public long pid() {
        return process.pid();
    }

    @Override
    public void close() {
        process.destroy();
    }

    /** The process ends with the process that launched it. */
    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            try (var in = System.in) {
                in.readAllBytes();
            } catch (IOException e) {
                // The launching process is gone.
            }
            System.exit(0);
        });
        try (Selector selector = Selector.open(); ServerSocketChannel door = ServerSocketChannel.open()) {
            door.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1_024);
            door.configureBlocking(false);
            door.register(selector, SelectionKey.OP_ACCEPT);
            System.out.println(((InetSocketAddress) door.getLocalAddress()).getPort());
            new Crowd(arguments[0], door).serve(selector);
        }
    }

    /** All clients; confined to one thread. */
    private static final class Crowd {

        private final String topic;
        private final ServerSocketChannel door;
        private final List<SocketChannel> members = new ArrayList<>();
        private final ByteBuffer in = ByteBuffer.allocateDirect(1 << 16);
        private final ByteBuffer out = ByteBuffer.allocateDirect(1 << 16);

        Crowd(String topic, ServerSocketChannel door) {
            this.topic = topic;
            this.door = door;
        }

        void serve(Selector selector) throws IOException {
            while (true) {
                selector.select(key -> {
                    try {
                        ready(selector, key);
                    } catch (IOException e) {
                        key.cancel();
                    }
                });
            }
        }

        private void ready(Selector selector, SelectionKey key) throws IOException {
            if (key.isAcceptable()) {
                SocketChannel client = door.accept();
                client.configureBlocking(false);
                client.setOption(StandardSocketOptions.TCP_NODELAY, true);
                client.register(selector, SelectionKey.OP_READ);
                return;
            }
            SocketChannel client = (SocketChannel) key.channel();
            in.clear();
            if (client.read(in) < 0) {
                client.close();
                members.remove(client);
                return;
            }
            in.flip();
            if (in.get(0) == 'G') {
                client.write(out.clear().put(UPGRADED).flip());
            } else {
                received(client);
            }
        }

        private void received(SocketChannel client) throws IOException {
            while (in.hasRemaining()) {
                String message = read(in);
                if (message.contains("\"phx_join\"")) {
                    members.add(client);
                    client.write(unmasked(JOINED.formatted(topic), out));
                } else if (!message.contains("\"heartbeat\"")) {
                    unmasked("[null,null" + message.substring("[\"1\",\"s\"".length()), out);
                    for (SocketChannel member : members) {
                        member.write(out.rewind());
                    }
                }
            }
        }
    }

    /** Reads a client's next message, which is complete and has up to 64 KB: RFC 6455 §5.2. */
    static String read(ByteBuffer in) {
        in.get();
        int length = in.get() & 0x7f;
        byte[] bytes = new byte[length < TWO_BYTES ? length : in.getShort() & 0xffff];
        byte[] mask = new byte[4];
        in.get(mask).get(bytes);
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] ^= mask[i & 3];
        }
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Writes a server's message into {@code out} and flips it for the socket. */
    static ByteBuffer unmasked(String payload, ByteBuffer out) {
        byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
        out.clear().put((byte) TEXT);
        if (bytes.length < TWO_BYTES) {
            out.put((byte) bytes.length);
        } else {
            out.put((byte) TWO_BYTES).putShort((short) bytes.length);
        }
        return out.put(bytes).flip();
    }
}
