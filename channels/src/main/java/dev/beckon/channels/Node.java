package dev.beckon.channels;

import dev.beckon.channels.internal.pubsub.PubSub;
import dev.beckon.channels.internal.socket.Sockets;
import jakarta.inject.Singleton;

/** This node's sockets, for health checks and meters of an application. Thread-safe. */
@Singleton
public final class Node {

    private final Sockets sockets;
    private final PubSub pubSub;
    private final Presence presence;

    Node(Sockets sockets, PubSub pubSub, Presence presence) {
        this.sockets = sockets;
        this.pubSub = pubSub;
        this.presence = presence;
    }

    /** Whether this node is stopping and takes no new sockets; readiness should follow it. */
    public boolean isDraining() {
        return sockets.isDraining();
    }

    /** Open WebSockets and long-polling sessions. */
    public int openSockets() {
        return sockets.count();
    }

    /** Upgrades that wait for admission now. */
    public int waitingUpgrades() {
        return sockets.waiting();
    }

    /** The most upgrades that have waited at the same time since the start. */
    public int mostWaitingUpgrades() {
        return sockets.mostWaiting();
    }

    Sockets sockets() {
        return sockets;
    }

    PubSub pubSub() {
        return pubSub;
    }

    Presence presence() {
        return presence;
    }
}
