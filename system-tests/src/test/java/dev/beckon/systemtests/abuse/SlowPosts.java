package dev.beckon.systemtests.abuse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One user's maximum number of long-polling sessions; each slowly posts the largest body that the gateway accepts. */
final class SlowPosts extends AbusiveLoad {

    private static final int SESSIONS = 200;
    private static final int BODY_BYTES = 256 * 1024;
    private static final int PIECES = 16;
    private static final Duration BETWEEN_PIECES = Duration.ofMillis(250);
    private static final Duration BEFORE_THE_NEXT = Duration.ofMillis(500);
    private static final int PATIENCE_MILLIS = 30_000;
    private static final Pattern STATUS = Pattern.compile("\"status\":(\\d+)");
    private static final Pattern TOKEN = Pattern.compile("\"token\":\"([^\"]+)\"");

    private final URI gateway;
    private final String address;
    private final byte[] body;

    SlowPosts(URI gateway, String token) {
        this.gateway = gateway;
        this.address = "/socket/longpoll?vsn=2.0.0&token=" + token;
        String head = "[null,\"1\",\"phoenix\",\"heartbeat\",{\"x\":\"";
        String end = "\"}]";
        this.body = (head + "x".repeat(BODY_BYTES - head.length() - end.length()) + end).getBytes(US_ASCII);
    }

    @Override
    void run() {
        try (ExecutorService sessions = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < SESSIONS; i++) {
                sessions.submit(this::session);
            }
        }
    }

    private void session() {
        String session = null;
        while (!isStopped()) {
            try {
                session = session == null ? open() : afterPost(session);
            } catch (IOException cut) {
                count("cut off");
            }
            pause(BEFORE_THE_NEXT);
        }
    }

    private String open() throws IOException {
        String answer = send("GET " + address, new byte[0]);
        count("opening " + found(STATUS, answer));
        String token = found(TOKEN, answer);
        return token == null ? null : address + "&token=" + token;
    }

    /** @return the session, or {@code null} if it has ended */
    private String afterPost(String session) throws IOException {
        String status = found(STATUS, send("POST " + session, body));
        count("POST " + status);
        if ("200".equals(status)) { // the gateway answers the heartbeat, so this poll does not wait
            String token = found(TOKEN, send("GET " + session, new byte[0]));
            return token == null ? null : address + "&token=" + token;
        }
        return "410".equals(status) ? null : session;
    }

    private String send(String request, byte[] content) throws IOException {
        try (Socket socket = new Socket(gateway.getHost(), gateway.getPort())) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            OutputStream out = socket.getOutputStream();
            out.write("%s HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Length: %d\r\n\r\n".formatted(request, content.length)
                    .getBytes(US_ASCII));
            int piece = Math.ceilDiv(content.length, PIECES);
            for (int from = 0; from < content.length && !isStopped(); from += piece) {
                out.write(content, from, Math.min(piece, content.length - from));
                pause(BETWEEN_PIECES);
            }
            return isStopped() ? "" : new String(socket.getInputStream().readAllBytes(), US_ASCII);
        }
    }

    private static String found(Pattern pattern, String answer) {
        Matcher found = pattern.matcher(answer);
        return found.find() ? found.group(1) : null;
    }
}
