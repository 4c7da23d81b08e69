package dev.beckon.channels.internal.transport;

import dev.beckon.channels.UserSocket;
import dev.beckon.channels.internal.socket.MountedSocket;
import io.smallrye.common.vertx.ContextLocals;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The application's sockets, by path. Immutable. */
@Singleton
public final class MountedSockets {

    private static final String CURRENT = MountedSockets.class.getName();

    private final List<MountedSocket> all;

    @Inject
    MountedSockets(Instance<UserSocket> userSockets, TransportConfig config) {
        this(userSockets.stream(), config.path());
    }

    /** @throws IllegalStateException if there is no socket, or two are at one path */
    MountedSockets(Stream<UserSocket> userSockets, String defaultPath) {
        this.all = userSockets.map(userSocket -> MountedSocket.of(userSocket, defaultPath))
                .sorted(Comparator.comparing(socket -> !socket.mount().path().equals(defaultPath)))
                .toList();
        if (all.isEmpty()) {
            throw new IllegalStateException("no client can connect: write a bean that implements " + UserSocket.class.getName());
        }
        for (MountedSocket socket : all) {
            if (at(socket.mount().path()).orElseThrow() != socket) {
                throw new IllegalStateException("two sockets are at %s: give one of %s a path of its own by UserSocket.mount()".formatted(
                        socket.mount().path(), all.stream().map(each -> each.userSocket().getClass().getSimpleName()).sorted().toList()));
            }
        }
    }

    /** The one at the default path first. */
    public List<MountedSocket> all() {
        return all;
    }

    public Optional<MountedSocket> at(String path) {
        return all.stream().filter(socket -> socket.mount().path().equals(path)).findFirst();
    }

    /**
     * Call on the context of a request.
     *
     * @return the socket that {@link SocketPath} has found for it; an event stream is at no socket's path and belongs to the first
     */
    MountedSocket current() {
        return ContextLocals.<MountedSocket>get(CURRENT).or(() -> at(SocketPath.BUILT_IN)).orElseGet(all::getFirst);
    }

    /** Call on the request's context. */
    static void setCurrent(MountedSocket socket) {
        ContextLocals.put(CURRENT, socket);
    }
}
