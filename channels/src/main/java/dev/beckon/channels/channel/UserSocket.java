package dev.beckon.channels.channel;

import io.smallrye.mutiny.Uni;
import java.util.Map;

/** An application's sockets: who may connect, and which channel serves which topic. One bean of the application. */
public interface UserSocket {

    /**
     * Runs before the upgrade, so that a refusal is cheap.
     *
     * @param params the query's parameters; the last value of a repeated one. Never log them: they carry the token
     */
    Uni<ConnectResult> connect(Map<String, String> params);

    /** Called once, at start. */
    void channels(ChannelRouter.Builder routes);
}
