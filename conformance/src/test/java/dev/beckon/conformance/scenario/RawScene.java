package dev.beckon.conformance.scenario;

import dev.beckon.conformance.transcript.Venue;
import dev.beckon.testclients.wire.Connection;
import dev.beckon.testclients.wire.LongPollConnection;
import dev.beckon.testclients.wire.WebSocketConnection;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** All connections that one scenario opens on raw sockets; closes them at the end. */
final class RawScene implements AutoCloseable {

    private final Venue venue;
    private final String run = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    private final List<Runnable> closing = new ArrayList<>();

    RawScene(Venue venue) {
        this.venue = venue;
    }

    String user(String name) {
        return name + "-" + run;
    }

    String topic() {
        return "room:" + run;
    }

    String token(String name) {
        return venue.credential("token", user(name));
    }

    Outside outside() {
        return new Outside(venue);
    }

    Link link() {
        Link link = new Link(venue.address());
        closing.add(link::close);
        return link;
    }

    /** A client for the scene's room, not joined yet. */
    RawMember client(String name) throws IOException {
        return client(venue.address(), name);
    }

    RawMember client(InetSocketAddress address, String name) throws IOException {
        return client(webSocket(address, "&token=" + token(name)), topic());
    }

    RawMember client(Connection connection, String topic) {
        RawMember member = new RawMember(connection, topic);
        closing.add(member::close);
        return member;
    }

    Connection webSocket(InetSocketAddress address, String query, String... headers) throws IOException {
        return WebSocketConnection.open(address, "/socket/websocket?vsn=2.0.0" + query, List.of(headers));
    }

    Connection webSocket(String query, String... headers) throws IOException {
        return webSocket(venue.address(), query, headers);
    }

    Connection longPoll(String name) throws IOException {
        return LongPollConnection.open(venue.address(), "/socket/longpoll?vsn=2.0.0&token=" + token(name), List.of());
    }

    RawMember member(String name) throws Exception {
        return client(name).joined();
    }

    @Override
    public void close() {
        closing.reversed().forEach(Runnable::run);
    }
}
