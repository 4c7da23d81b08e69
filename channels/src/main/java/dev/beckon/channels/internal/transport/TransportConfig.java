package dev.beckon.channels.internal.transport;

import dev.beckon.channels.UserSocket;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Pattern;
import java.util.List;
import java.util.Optional;

/** Paths, origins and tokens of clients' connections. */
@ConfigMapping(prefix = "channels.transport")
public interface TransportConfig {

    /**
     * Origins of web pages that may connect, such as {@code https://app.example.com} or {@code //*.example.com}, or
     * {@code *} for all. Scheme, host and port are compared: {@code https://app.example.com} is port 443, {@code
     * https://app.example.com:*} any. Unset: only pages from the host that the client connects to. Clients that are no
     * browsers send no origin and may connect.
     */
    Optional<List<String>> allowedOrigins();

    /**
     * Path of the socket whose {@code UserSocket} names none: WebSockets at {@code <path>/websocket}, long polling at {@code <path>/longpoll}. Clients of
     * an existing Phoenix application may use another one, such as {@code /ws}.
     */
    @WithDefault("/socket")
    @Pattern(regexp = UserSocket.Mount.PATH, message = "must be a path such as /socket")
    String path();

    /** Off: sockets have no route for WebSockets. On by default: long polling costs more of both sides. */
    @WithDefault("true")
    boolean websocket();

    /**
     * Connect parameters that may hold the token; the first one present counts. Stock clients call it {@code token}.
     */
    @WithDefault("token")
    List<String> tokenParameters();

    /**
     * Headers of the request that may hold the token, with or without {@code Bearer} in front, such as {@code
     * Authorization}; checked before the parameters. Unset: none, because browsers cannot set them.
     */
    Optional<List<String>> tokenHeaders();
}
