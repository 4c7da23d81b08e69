package dev.beckon.benchmarks.load;

import java.io.IOException;
import java.net.URI;

/** A load process that posts mentions, apart from those that hear of them. */
public final class ProductTeam implements AutoCloseable {

    private final URI mentions;
    private final String token;
    private final Ship ship;

    /** @param token with the role {@code mentions:write} */
    public ProductTeam(URI service, String token) throws IOException {
        this.mentions = service.resolve("/mentions");
        this.token = token;
        this.ship = Ship.launch();
    }

    /** Returns when all are answered with 202. @return the time to the answer, from when each was due */
    public Answer post(MentionLists lists, double perSecond, int count) throws IOException {
        ship.tell(new Order.Post(mentions, token, lists, perSecond, count));
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
