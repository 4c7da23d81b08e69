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
 * What the kernel and the JDK alone take for a broadcast: says to every client what one says, by a loop of writes on one thread.
 * It knows the load's own clients only: no tokens, no channels, no limits, and a client that does not read ends it.
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

    private final Process process;
    private final int port;

    private BareServer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /** In a process of its own. @param topic that its clients join */
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

    /** Ends with the process that launched it. */
    public static void main(String[] arguments) throws IOException {
        Thread.ofPlatform().daemon().start(() -> {
            try (var in = System.in) {
                in.readAllBytes();
            } catch (IOException e) {
                // it is gone
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

    /** All clients, on the one thread. */
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
                heard(client);
            }
        }

        private void heard(SocketChannel client) throws IOException {
            while (in.hasRemaining()) {
                String message = Frames.read(in);
                if (message.contains("\"phx_join\"")) {
                    members.add(client);
                    client.write(Frames.unmasked(JOINED.formatted(topic), out));
                } else if (!message.contains("\"heartbeat\"")) {
                    Frames.unmasked("[null,null" + message.substring("[\"1\",\"s\"".length()), out);
                    for (SocketChannel member : members) {
                        member.write(out.rewind());
                    }
                }
            }
        }
    }
}
