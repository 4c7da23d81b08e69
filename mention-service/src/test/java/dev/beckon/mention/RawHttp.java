package dev.beckon.mention;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** One HTTP/1.1 connection, byte by byte: tests need details that an HTTP library hides. */
final class RawHttp implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final Socket socket;
    private final OutputStream out;
    private final BufferedReader in;

    RawHttp(int port) throws IOException {
        socket = new Socket("localhost", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        out = socket.getOutputStream();
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    void head(String token, String... headers) throws IOException {
        write("POST /mentions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nAuthorization: Bearer %s\r\n%s\r\n\r\n"
                .formatted(token, String.join("\r\n", headers)));
    }

    void write(String bytes) throws IOException {
        out.write(bytes.getBytes(StandardCharsets.UTF_8));
        out.flush();
    }

    void chunk(String bytes) throws IOException {
        write("%x\r\n%s\r\n".formatted(bytes.length(), bytes));
    }

    /** Status line, headers and body of the next response. */
    String response() throws IOException {
        StringBuilder response = new StringBuilder();
        int length = 0;
        for (String line = in.readLine(); line != null && !line.isEmpty(); line = in.readLine()) {
            response.append(line).append('\n');
            if (line.toLowerCase(Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring("content-length:".length()).strip());
            }
        }
        char[] body = new char[length];
        for (int read = 0; read < length;) {
            int n = in.read(body, read, length - read);
            if (n < 0) {
                throw new IOException("the response broke off");
            }
            read += n;
        }
        return response.append(body).toString();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
