package dev.beckon.conformance.fuzz;

import dev.beckon.conformance.transcript.Venue;
import dev.beckon.testclients.wire.WebSocketConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;

/** The server under attack, and credentials with which attacks get past the handshake. */
record FuzzTarget(Venue venue, String token) {

    static FuzzTarget of(Venue venue) {
        return new FuzzTarget(venue, venue.credential("token", "mallory"));
    }

    InetSocketAddress address() {
        return venue.address();
    }

    WebSocketConnection webSocket(int version) throws IOException {
        return WebSocketConnection.open(address(), "/socket/websocket?vsn=%d.0.0&token=%s".formatted(version, token), List.of());
    }

    /** Plain TCP that closes without a close frame. */
    Socket tcp() throws IOException {
        Socket socket = new Socket(address().getHostString(), address().getPort());
        socket.setSoLinger(true, 0);
        socket.setSoTimeout(2_000);
        return socket;
    }
}
