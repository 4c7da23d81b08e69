package dev.beckon.verify.network;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
@Timeout(60)
class TcpProxyTest {

    final ServerSocket server = echo();
    final TcpProxy proxy = TcpProxy.before(server.getLocalPort(), () -> (bytes, length, stealing) ->
            stealing ? new byte[0] : Thief.NONE.pass(bytes, length, false));

    @AfterEach
    void close() throws IOException {
        proxy.close();
        server.close();
    }

    @Test
    void in_calm_weather_it_passes_everything_on_both_ways() throws IOException {
        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
            assertThat(ask(client, "again")).isEqualTo("again");
        }
    }

    @Test
    void broken_it_ends_the_connections_there_are_and_each_new_one() throws IOException {
        try (Socket client = connect()) {
            ask(client, "hello");

            proxy.weather(Weather.BROKEN);

            assertEnded(client);
            try (Socket other = connect()) {
                assertEnded(other);
            }
        }
    }

    @Test
    void mended_it_takes_new_connections() throws IOException {
        proxy.weather(Weather.BROKEN);
        proxy.weather(Weather.CALM);

        try (Socket client = connect()) {
            assertThat(ask(client, "hello")).isEqualTo("hello");
        }
    }

    @Test
    void stalled_it_takes_bytes_and_passes_them_on_when_it_is_over() throws IOException {
        try (Socket client = connect()) {
            ask(client, "hello");
            proxy.weather(Weather.STALLED);
            client.setSoTimeout(300);

            assertThatThrownBy(() -> ask(client, "there")).isInstanceOf(SocketTimeoutException.class);

            client.setSoTimeout(5_000);
            proxy.weather(Weather.CALM);
            assertThat(read(client, 5)).isEqualTo("there");
        }
    }

    @Test
    void slow_it_takes_its_time_in_each_direction() throws IOException {
        try (Socket client = connect()) {
            proxy.weather(Weather.SLOW);
            Instant start = Instant.now();

            assertThat(ask(client, "hello")).isEqualTo("hello");

            assertThat(Duration.between(start, Instant.now())).isGreaterThan(Duration.ofMillis(190));
        }
    }

    @Test
    void lossy_it_passes_on_what_the_thief_leaves() throws IOException {
        try (Socket client = connect()) {
            ask(client, "hello");
            proxy.weather(Weather.LOSSY);
            client.setSoTimeout(300);

            assertThatThrownBy(() -> ask(client, "lost")).isInstanceOf(SocketTimeoutException.class);

            proxy.weather(Weather.CALM);
            assertThat(ask(client, "there")).isEqualTo("there");
        }
    }

    @Test
    void who_finds_no_server_is_hung_up_on() throws IOException {
        server.close();

        try (Socket client = connect()) {
            assertEnded(client);
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
            // ended as well
        }
    }

    private static ServerSocket echo() {
        try {
            ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread.ofVirtual().start(() -> {
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
            // by the test
        }
    }
}
