package dev.beckon.notification.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import dev.beckon.notification.Api;
import dev.beckon.notification.OnServers;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A refused body does not block later requests on the same connection. */
@OnServers
class UnreadBodiesIT {

    static final int PATIENCE_MILLIS = 60_000;
    static final int MANY_BYTES = 900_000;

    @ParameterizedTest(name = "after {2}")
    @CsvSource({
            "application/json, false, 401",
            "application/json, true, 413",
            "text/plain, true, 415",
    })
    void the_next_request_is_answered(String type, boolean withToken, int refusal) throws IOException {
        String authorization = "Authorization: Bearer " + Api.token("ada") + "\r\n";
        try (Socket connection = new Socket(InetAddress.getLoopbackAddress(), RestAssured.port)) {
            connection.setSoTimeout(PATIENCE_MILLIS);
            BufferedReader answers = new BufferedReader(
                    new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));

            send(connection, "POST /inbox/ada/read HTTP/1.1\r\nHost: a\r\nContent-Type: " + type + "\r\nContent-Length: "
                    + MANY_BYTES + "\r\n" + (withToken ? authorization : "") + "\r\n" + "a".repeat(MANY_BYTES));
            assertThat(status(answers)).isEqualTo(refusal);
            send(connection, "GET /inbox/ada HTTP/1.1\r\nHost: a\r\n" + authorization + "\r\n");

            assertThat(status(answers)).isEqualTo(200);
        }
    }

    private static void send(Socket connection, String request) throws IOException {
        connection.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    }

    /** Reads one answer to its end. */
    private static int status(BufferedReader answers) throws IOException {
        int status = Integer.parseInt(answers.readLine().split(" ")[1]);
        int length = 0;
        for (String line = answers.readLine(); !line.isEmpty(); line = answers.readLine()) {
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring("content-length:".length()).strip());
            }
        }
        for (int i = 0; i < length; i++) {
            answers.read();
        }
        return status;
    }
}
