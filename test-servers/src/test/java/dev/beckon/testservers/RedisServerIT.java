package dev.beckon.testservers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RedisServerIT {

    @TempDir
    Path directory;

    @Test
    void an_outage_refuses_connections_and_keeps_port_and_data() throws IOException {
        try (RedisServer server = RedisServer.start(directory)) {
            int port = server.port();
            assertThat(send(port, "SET word beckon")).isEqualTo("+OK");

            server.stop();

            assertThatThrownBy(() -> send(port, "PING")).isInstanceOf(ConnectException.class);

            server.start();

            assertThat(server.url()).isEqualTo("redis://127.0.0.1:" + port);
            assertThat(send(port, "GETRANGE word 0 0", "GET word")).isEqualTo("$1 b $6 beckon");
        }
    }

    @Test
    void another_start_on_the_same_directory_finds_the_data() throws IOException {
        try (RedisServer first = RedisServer.start(directory)) {
            send(first.port(), "SET word beckon");
        }

        try (RedisServer second = RedisServer.start(directory)) {
            assertThat(send(second.port(), "STRLEN word")).isEqualTo(":6");
        }
    }

    @Test
    void nothing_runs_after_close() {
        RedisServer server = RedisServer.start(directory);
        ProcessHandle process = server.process().find().orElseThrow();

        server.close();

        assertThat(process.isAlive()).isFalse();
    }

    /** The lines that Redis answers, joined. */
    private static String send(int port, String... commands) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream().write((String.join("\r\n", commands) + "\r\nQUIT\r\n").getBytes(StandardCharsets.UTF_8));
            var reader = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
            String answers = String.join(" ", reader.lines().toList());
            return answers.substring(0, answers.lastIndexOf(" +OK"));
        }
    }
}
