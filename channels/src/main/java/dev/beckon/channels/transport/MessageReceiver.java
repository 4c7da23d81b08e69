package dev.beckon.channels.transport;

import dev.beckon.channels.protocol.Inbound;
import dev.beckon.channels.protocol.MalformedFrameException;
import dev.beckon.channels.protocol.Serializer;
import dev.beckon.channels.socket.CloseCode;
import dev.beckon.channels.socket.Socket;
import org.jboss.logging.Logger;

/** Hands one WebSocket's messages to its socket, however they came here. On the connection's event loop. */
record MessageReceiver(Socket socket, WebSocketSender sender, String connectionId) implements DirectInput.Listener {

    private static final Logger LOG = Logger.getLogger(MessageReceiver.class);

    private interface Decoding {
        Inbound with(Serializer serializer) throws MalformedFrameException;
    }

    @Override
    public void text(String message) {
        receive(serializer -> serializer.decode(message));
    }

    @Override
    public void binary(byte[] message) {
        receive(serializer -> serializer.decode(message));
    }

    @Override
    public void tooBig(String why) {
        socket.close(CloseCode.TOO_BIG, why);
    }

    @Override
    public void over() {
        sender.over();
    }

    private void receive(Decoding message) {
        if (socket.isClosing()) {
            return;
        }
        try {
            socket.receive(message.with(socket.serializer()));
        } catch (MalformedFrameException e) {
            socket.close(CloseCode.MALFORMED, e.getMessage());
        } catch (RuntimeException bug) {
            LOG.errorf(bug, "Connection %s: a message could not be handled", connectionId);
            socket.close(CloseCode.INTERNAL_ERROR);
        }
    }
}
