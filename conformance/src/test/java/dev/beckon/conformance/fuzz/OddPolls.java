package dev.beckon.conformance.fuzz;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.testclients.wire.HttpRequest;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.random.RandomGenerator;

/** Long polling with bad tokens, bad batches, half bodies, and polls that the client abandons. */
record OddPolls(FuzzTarget target) implements Attack {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String LONGPOLL = "/socket/longpoll?vsn=2.0.0&token=";
    private static final int MAX_LINES = 120;

    @Override
    public void strike(RandomGenerator random) throws IOException {
        if (random.nextInt(4) == 0) {
            badToken(random);
            return;
        }
        String opened = HttpRequest.get(LONGPOLL + target.token()).send(target.address()).body();
        String session = LONGPOLL + target.token() + "&token=" + JSON.readTree(opened).path("token").asText();
        for (int left = random.nextInt(4); left > 0; left--) {
            switch (random.nextInt(4)) {
                case 0 -> post(session, "application/json", NearlyRight.message(random, 2, random.nextBoolean()));
                case 1 -> post(session, "application/x-ndjson", lines(random));
                case 2 -> halfBody(session, random);
                default -> abandonedPoll(session);
            }
        }
    }

    private void badToken(RandomGenerator random) throws IOException {
        String token = Base64.getUrlEncoder().withoutPadding().encodeToString(Garbage.bytes(random, 200));
        String method = List.of("GET", "POST", "OPTIONS", "PUT", "DELETE").get(random.nextInt(5));
        new HttpRequest(method, LONGPOLL + token, List.of(), new byte[0]).send(target.address());
    }

    private void post(String session, String type, String body) throws IOException {
        new HttpRequest("POST", session, List.of("content-type: " + type), body.getBytes(StandardCharsets.UTF_8))
                .send(target.address());
    }

    private static String lines(RandomGenerator random) {
        List<String> lines = new ArrayList<>();
        for (int left = random.nextInt(MAX_LINES); left > 0; left--) {
            lines.add(switch (random.nextInt(30)) {
                case 0 -> "";
                case 1 -> "not base64!";
                case 2 -> Base64.getEncoder().encodeToString(NearlyRight.binary(random, random.nextBoolean()));
                default -> random.nextInt(10) == 0
                        ? NearlyRight.message(random, 2, random.nextBoolean())
                        : "[null,\"1\",\"phoenix\",\"heartbeat\",{}]";
            });
        }
        return String.join("\n", lines);
    }

    private void halfBody(String session, RandomGenerator random) throws IOException {
        try (Socket socket = target.tcp()) {
            OutputStream out = socket.getOutputStream();
            out.write("POST %s HTTP/1.1\r\nhost: x\r\ncontent-length: %d\r\n\r\n[null,"
                    .formatted(session, 7 + random.nextInt(1_000_000)).getBytes(StandardCharsets.US_ASCII));
        }
    }

    private void abandonedPoll(String session) throws IOException {
        try (Socket socket = target.tcp()) {
            socket.getOutputStream().write("GET %s HTTP/1.1\r\nhost: x\r\n\r\n".formatted(session).getBytes(StandardCharsets.US_ASCII));
        }
    }
}
