package dev.beckon.testclients.wire;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One HTTP/1.1 request on a TCP connection of its own, so that each may reach another node.
 *
 * @param headers as lines, beside those that every request needs
 */
public record HttpRequest(String method, String target, List<String> headers, byte[] body) {

    private static final int CONNECT_MILLIS = 20_000;

    public HttpRequest {
        headers = List.copyOf(headers);
    }

    public static HttpRequest get(String target, String... headers) {
        return new HttpRequest("GET", target, List.of(headers), new byte[0]);
    }

    /** Waits for the answer, then closes the connection. */
    public HttpResponse send(InetSocketAddress server) throws IOException {
        return sent(server).answer();
    }

    /** A request whose answer is not read yet. */
    public record Sent(Socket connection) {

        /** Waits for the answer, then closes the connection. */
        public HttpResponse answer() throws IOException {
            try (connection) {
                return HttpResponse.read(connection.getInputStream());
            }
        }
    }

    /** Returns when the whole request is written. */
    public Sent sent(InetSocketAddress server) throws IOException {
        Socket socket = open(server);
        try {
            writeOn(socket, server);
        } catch (IOException e) {
            socket.close();
            throw e;
        }
        return new Sent(socket);
    }

    HttpResponse sendOn(Socket socket, InetSocketAddress server) throws IOException {
        writeOn(socket, server);
        return HttpResponse.read(socket.getInputStream());
    }

    private void writeOn(Socket socket, InetSocketAddress server) throws IOException {
        List<String> all = new ArrayList<>(headers);
        if (headers.stream().noneMatch(line -> line.toLowerCase(Locale.ROOT).startsWith("connection:"))) {
            all.add("connection: close");
        }
        write(socket.getOutputStream(), server, all);
    }

    void write(OutputStream out, InetSocketAddress server, List<String> lines) throws IOException {
        StringBuilder head = new StringBuilder("%s %s HTTP/1.1\r\nhost: %s:%d\r\n"
                .formatted(method, target, server.getHostString(), server.getPort()));
        lines.forEach(line -> head.append(line).append("\r\n"));
        if (body.length > 0 || method.equals("POST")) {
            head.append("content-length: ").append(body.length).append("\r\n");
        }
        byte[] start = head.append("\r\n").toString().getBytes(StandardCharsets.UTF_8);
        byte[] whole = new byte[start.length + body.length];
        System.arraycopy(start, 0, whole, 0, start.length);
        System.arraycopy(body, 0, whole, start.length, body.length);
        out.write(whole);
        out.flush();
    }

    static Socket open(InetSocketAddress server) throws IOException {
        Socket socket = new Socket();
        socket.setTcpNoDelay(true);
        socket.connect(new InetSocketAddress(server.getHostString(), server.getPort()), CONNECT_MILLIS);
        return socket;
    }
}
