package dev.beckon.testclients.swarm;

import java.time.Duration;

/**
 * An order to a swarm in another process.
 *
 * @param news for {@link What#AWAIT_NEWS} only
 */
record SwarmOrder(What what, int news, long boundMillis) {

    enum What {
        CONNECT, AWAIT_NEWS, TALLY, STANDINGS
    }

    static SwarmOrder of(What what) {
        return new SwarmOrder(what, 0, 0);
    }

    static SwarmOrder of(What what, int news, Duration bound) {
        return new SwarmOrder(what, news, bound.toMillis());
    }
}
