package dev.beckon.testservers;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.testservers.TcpProxy.Filter;
import dev.beckon.testservers.TcpProxy.Mode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
class TcpProxyTest {

    final ServerSocket server = echo();
    final TcpProxy proxy = TcpProxy.before(server.getLocalPort(), () -> (bytes, length, dropping) -> dropping
            ? new byte[0]
            : Filter.NONE.pass(bytes, length, false));

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void by_itself_it_passes_everything_on_both_ways() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
            assertThat(ask(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void cut_it_ends_the_present_connections_and_each_new_one() throws IOException {
        try (Socket client = connect()) {
            ask(client, "hello");

            proxy.set(Mode.CUT);

            assertEnded(client);
            try (Socket other = connect()) {
                assertEnded(other);
            }
        }
    }

    @Test
    void after_a_cut_it_takes_new_connections() throws IOException {
        proxy.set(Mode.CUT);
        proxy.set(Mode.PASS);

        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void held_bytes_are_passed_on_later() throws IOException {
        try (Socket client = connect()) {
            ask(client, "hello");
            proxy.set(Mode.HOLD);
            client.setSoTimeout(300);

            assertThatThrownBy(() -> ask(client, "there")).isInstanceOf(SocketTimeoutException.class);

            client.setSoTimeout(5_000);
            proxy.set(Mode.PASS);
            assertThat(read(client, 5)).isEqualTo("there");
        }
    }

    @Test
    void delay_is_felt_in_each_direction() throws IOException {
        try (Socket client = connect()) {
            proxy.set(Mode.DELAY);
            Instant start = Instant.now();

            assertThat(ask(client, "hello")).isEqualTo("hello");

            assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(190));
        }
    }

    @Test
    void messages_that_the_filter_drops_are_lost() throws IOException {
        try (Socket client = connect()) {
            ask(client, "hello");
            proxy.set(Mode.DROP_MESSAGES);
            client.setSoTimeout(300);

            assertThatThrownBy(() -> ask(client, "lost")).isInstanceOf(SocketTimeoutException.class);

            proxy.set(Mode.PASS);
            assertThat(ask(client, "there")).isEqualTo("there");
        }
    }

    @Test
    void swallowed_connections_stay_silent_and_open_and_later_ones_pass() throws IOException {
        try (Socket client = connect()) {
            ask(client, "hello");
            proxy.set(Mode.SWALLOW);
            try (Socket during = connect()) {
                assertSilent(client);
                assertSilent(during);
                proxy.set(Mode.PASS);
                assertSilent(client);
                assertSilent(during);
            }
        }
        try (Socket later = connect()) {
            assertThat(ask(later, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void an_unreachable_server_is_silent_on_present_connections_and_takes_no_new_ones() throws IOException {
        try (Socket client = connect()) {
            ask(client, "hello");
            proxy.set(Mode.UNREACHABLE);
            try (Socket other = connect()) {
                assertEnded(other);
            }
            assertSilent(client);
        }
    }

    @Test
    void servers_take_connections_in_turn_and_one_that_is_down_is_passed_by() throws IOException {
        ServerSocket second = echo();
        try (TcpProxy balancer = TcpProxy.beforeEach(Stream.of(server, second)
                .map(each -> new InetSocketAddress("127.0.0.1", each.getLocalPort())).toList(), () -> Filter.NONE)) {
            for (int i = 0; i < 4; i++) {
                assertAnswers(balancer);
            }
            assertThat(balancer.taken()).containsExactly(2L, 2L);
            second.close();
            assertAnswers(balancer);
            assertAnswers(balancer);

            assertThat(balancer.taken()).containsExactly(4L, 2L);
        }
    }

    private static void assertAnswers(TcpProxy proxy) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
        }
    }

    private static void assertSilent(Socket client) throws IOException {
        client.setSoTimeout(100);
        assertThatThrownBy(() -> ask(client, "x")).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void a_connection_is_closed_when_there_is_no_server() throws IOException {
        try (Socket taken = new Socket()) { // nobody listens at its port, and nobody else gets it
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            try (TcpProxy toNobody = TcpProxy.before(taken.getLocalPort(), () -> Filter.NONE);
                    Socket client = new Socket(InetAddress.getLoopbackAddress(), toNobody.port())) {
                client.setSoTimeout(5_000);
                assertEnded(client);
            }
        }
    }

    private Socket connect() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), proxy.port());
        client.setSoTimeout(5_000);
        return client;
    }

    private static String ask(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
        return read(client, text.length());
    }

    private static String read(Socket client, int length) throws IOException {
        return new String(client.getInputStream().readNBytes(length), US_ASCII);
    }

    private static void assertEnded(Socket client) {
        try {
            client.getOutputStream().write('?');
            assertThat(client.getInputStream().read()).isEqualTo(-1);
        } catch (SocketTimeoutException stillThere) {
            throw new AssertionError(stillThere);
        } catch (IOException reset) {
            // a reset also ends the connection
        }
    }

    private static ServerSocket echo() {
        try {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            // Not a virtual thread: close() leaves the port open until such a thread, which may still take a connection, has woken up.
            Thread.ofPlatform().daemon().start(() -> {
                while (!server.isClosed()) {
                    try {
                        Socket client = server.accept();
                        Thread.ofVirtual().start(() -> echo(client));
                    } catch (IOException closed) {
                        return;
                    }
                }
            });
            return server;
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static void echo(Socket client) {
        try (client) {
            client.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException ended) {
            // the test has closed the socket
        }
    }
}
