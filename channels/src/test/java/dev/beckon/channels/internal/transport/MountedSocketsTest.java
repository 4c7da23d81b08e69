package dev.beckon.channels.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.beckon.channels.ChannelRouter;
import dev.beckon.channels.ConnectInfo;
import dev.beckon.channels.ConnectResult;
import dev.beckon.channels.UserSocket;
import dev.beckon.channels.UserSocket.Mount;
import io.smallrye.mutiny.Uni;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MountedSocketsTest {

    /** @param at {@code null}: where the configuration puts it */
    record At(@Nullable Mount at) implements UserSocket {

        @Override
        public Optional<Mount> mount() {
            return Optional.ofNullable(at);
        }

        @Override
        public Uni<ConnectResult> connect(ConnectInfo client) {
            return Uni.createFrom().item(new ConnectResult.Refused());
        }

        @Override
        public void channels(ChannelRouter.Builder routes) {}
    }

    @Test
    void a_socket_that_names_no_path_is_first_and_at_the_configured_one_with_both_transports() {
        MountedSockets sockets = new MountedSockets(Stream.of(new At(Mount.at("/admin").withoutWebsocket()), new At(null)), "/ws");

        assertThat(sockets.all()).extracting(socket -> socket.mount())
                .containsExactly(new Mount("/ws", true, true), new Mount("/admin", false, true));
        assertThat(sockets.at("/socket")).isEmpty();
    }

    @Test
    void an_application_without_a_socket_does_not_start() {
        assertThatThrownBy(() -> new MountedSockets(Stream.of(), "/socket")).hasMessageContaining("write a bean that implements")
                .hasMessageContaining(UserSocket.class.getName());
    }

    @Test
    void two_sockets_at_one_path_are_named() {
        assertThatThrownBy(() -> new MountedSockets(Stream.of(new At(null), new At(Mount.at("/socket"))), "/socket"))
                .hasMessage("two sockets are at /socket: give one of [At, At] a path of its own by UserSocket.mount()");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "socket", "/socket/", "//socket", "/so cket", "/socket?a", "/:socket", "/socket/*"})
    void a_path_of_another_form_is_refused(String path) {
        assertThatThrownBy(() -> Mount.at(path)).hasMessage("a socket's path must be one such as /admin/socket, not '" + path + "'");
    }

    @Test
    void a_socket_needs_a_transport() {
        assertThatThrownBy(() -> Mount.at("/socket").withoutWebsocket().withoutLongpoll())
                .hasMessage("the socket at /socket has no transport: leave WebSockets or long polling on");
    }
}
