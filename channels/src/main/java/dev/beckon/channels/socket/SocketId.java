package dev.beckon.channels.socket;

import dev.beckon.channels.channel.Endpoint;
import dev.beckon.channels.pubsub.EventLoop;
import dev.beckon.channels.pubsub.Subscriber;
import dev.beckon.channels.pubsub.TopicBroadcast;

/** Listens on the topic that stands for all sockets of one user, and closes its own when told. */
record SocketId(Socket socket, String topic) implements Subscriber {

    @Override
    public EventLoop loop() {
        return socket.loop();
    }

    @Override
    public void deliver(TopicBroadcast broadcast) {
        if (broadcast.event().equals(Endpoint.DISCONNECT)) {
            socket.close(CloseCode.DISCONNECTED);
        }
    }
}
