package dev.beckon.channels.socket;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The open sockets that have an id. Thread-safe. */
final class SocketsById {

    /** Most ids have one socket: only those with more pay for a set that can grow. */
    private final Map<String, Set<Socket>> sockets = new ConcurrentHashMap<>();

    void add(Socket socket) {
        String id = socket.userId();
        if (id != null) {
            sockets.merge(id, Set.of(socket), SocketsById::grown);
        }
    }

    void remove(Socket socket) {
        String id = socket.userId();
        if (id != null) {
            sockets.computeIfPresent(id, (_, of) -> of.equals(Set.of(socket)) ? null : without(of, socket));
        }
    }

    /** May change while it is walked. */
    Set<Socket> of(String id) {
        return sockets.getOrDefault(id, Set.of());
    }

    private static Set<Socket> grown(Set<Socket> of, Set<Socket> added) {
        Set<Socket> grown = of;
        if (of.size() == 1) {
            grown = ConcurrentHashMap.newKeySet();
            grown.addAll(of);
        }
        grown.addAll(added);
        return grown;
    }

    private static Set<Socket> without(Set<Socket> of, Socket socket) {
        if (of.size() > 1) {
            of.remove(socket);
        }
        return of;
    }
}
