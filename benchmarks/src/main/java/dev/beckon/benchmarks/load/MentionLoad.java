package dev.beckon.benchmarks.load;

import java.io.IOException;
import java.net.URI;

/** A load process that posts mentions, separate from the processes that receive them. */
public final class MentionLoad implements AutoCloseable {

    private final URI mentions;
    private final String token;
    private final RemoteLoad ship;

    /** @param token a token with the role {@code mentions:write} */
    public MentionLoad(URI service, String token) throws IOException {
        this.mentions = service.resolve("/mentions");
        this.token = token;
        this.ship = RemoteLoad.launch();
    }

    /**
     * Returns when mention-service has answered every post with 202.
     *
     * @return the time to each answer, from the post's due time
     */
    public LoadAnswer post(MentionLists lists, double perSecond, int count) throws IOException {
        ship.send(new Order.Post(mentions, token, lists, perSecond, count));
        return ship.answer();
    }

    public long pid() {
        return ship.pid();
    }

    @Override
    public void close() {
        ship.close();
    }
}
