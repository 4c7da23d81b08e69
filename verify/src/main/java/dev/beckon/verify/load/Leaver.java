package dev.beckon.verify.load;

import dev.beckon.testclients.PeopleApi;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A person without devices, who mentions others and is mentioned, and whose data is erased in the middle of the run. All of it is done by
 * one thread: what is posted before the erasure cannot be repeated with a later time.
 */
final class Leaver {

    static final String USER = "leaver";

    private static final int MENTIONS = 16;

    private final Random choice;
    private final Audience audience;
    private final Poster poster;
    private final PeopleApi people;
    private final Duration pause;

    /** @param pause average time between two mentions */
    Leaver(long seed, Audience audience, Poster poster, PeopleApi people, Duration pause) {
        this.choice = new Random(seed);
        this.audience = audience;
        this.poster = poster;
        this.people = people;
        this.pause = pause;
    }

    void work(CountDownLatch stop) throws InterruptedException {
        boolean stopped = false;
        for (int i = 1; i <= MENTIONS && !stopped; i++) {
            String key = "t0-" + i;
            switch (choice.nextInt(3)) {
                case 0 -> poster.insist(key, List.of(USER));
                case 1 -> {
                    List<String> recipients = new ArrayList<>(audience.some(choice));
                    recipients.add(USER);
                    poster.insist(key, recipients);
                }
                default -> poster.insistAs(USER, key, audience.some(choice));
            }
            stopped = stop.await(choice.nextLong(2 * pause.toMillis()), TimeUnit.MILLISECONDS);
        }
        poster.erase(people, USER);
    }
}
