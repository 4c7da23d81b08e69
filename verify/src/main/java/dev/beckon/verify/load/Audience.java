package dev.beckon.verify.load;

import dev.beckon.contracts.Lane;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The users that mentions can name: a few dozen people with devices, and a crowd that is never online. */
public final class Audience {

    /** Number of recipients of the largest mention. */
    public static final int LARGEST = 2_000;

    private final List<String> people;
    private final List<String> everybody;

    public Audience(int people) {
        this.people = IntStream.range(0, people).mapToObj(i -> "u" + i).toList();
        this.everybody = new ArrayList<>(this.people);
        IntStream.range(people, LARGEST).mapToObj(i -> "crowd" + i).forEach(everybody::add);
    }

    /** The users with devices. */
    public List<String> people() {
        return people;
    }

    /** The users with devices, and one of the crowd for each other lane. */
    public List<String> ofEveryLane() {
        List<String> users = new ArrayList<>(people);
        Set<Lane> lanes = people.stream().map(Lane::of).collect(Collectors.toCollection(HashSet::new));
        everybody.stream().filter(user -> lanes.add(Lane.of(user))).forEach(users::add);
        return users;
    }

    List<String> everybody() {
        return everybody;
    }

    /** Mostly a few users with devices, sometimes many users. */
    List<String> some(Random choice) {
        int dice = choice.nextInt(1_000);
        if (dice < 900) {
            return pick(people, 1 + choice.nextInt(4), choice);
        }
        if (dice < 975) {
            return pick(people, 1 + choice.nextInt(people.size()), choice);
        }
        return dice < 998 ? pick(everybody, 1 + choice.nextInt(700), choice) : everybody;
    }

    private static List<String> pick(List<String> from, int count, Random choice) {
        List<String> shuffled = new ArrayList<>(from);
        Collections.shuffle(shuffled, choice);
        return List.copyOf(shuffled.subList(0, Math.min(count, shuffled.size())));
    }
}
