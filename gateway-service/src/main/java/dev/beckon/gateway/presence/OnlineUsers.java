package dev.beckon.gateway.presence;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toUnmodifiableSet;

import dev.beckon.channels.channel.Member;
import dev.beckon.channels.presence.Presence;
import dev.beckon.gateway.auth.User;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Which users have their inbox open on at least one device, at any gateway. Eventually exact: a change elsewhere is known
 * within moments, the users of a gateway that dies are online until its silence is noticed
 * ({@code channels.presence.down-timeout}), and without Redis each gateway knows its own users only.
 *
 * <p>They are tracked on topics that no channel serves, so that no device is told of it and no frame is sent. Users are
 * spread over many such topics, because a topic's size is bounded and its entries are on one thread; a topic for each user
 * would take three times the memory.
 */
@Startup // a gateway that is asked before its first member joins must have heard of the others'
@Singleton
public final class OnlineUsers {

    private static final String TOPIC = "beckon_online:";
    /** At some 80 bytes a device of {@code channels.presence.max-state-bytes} room for more than a million. */
    private static final int TOPICS = 256;
    /** Made once, not for each device. */
    private static final String[] TOPIC_NAMES =
            IntStream.range(0, TOPICS).mapToObj(number -> TOPIC + number).toArray(String[]::new);

    private final Presence presence;
    private final Refusals refusals;

    OnlineUsers(Presence presence, MeterRegistry meters) {
        this.presence = presence;
        this.refusals = new Refusals("user", meters);
        refusals.watch(presence.present(topic(""), List.of()));
    }

    /** The member's user is online, at least until this member is gone. */
    public void add(Member member) {
        String user = member.socketAssigns().get(User.class).id();
        refusals.watch(presence.track(member, topic(user), user, Map.of()));
    }

    /** Those of {@code users} who are online. */
    Uni<Set<String>> among(Collection<String> users) {
        List<Uni<Set<String>>> parts = users.stream().collect(groupingBy(OnlineUsers::topic)).entrySet().stream()
                .map(part -> presence.present(part.getKey(), part.getValue()))
                .toList();
        return Uni.join().all(parts).andFailFast()
                .map(online -> online.stream().flatMap(Set::stream).collect(toUnmodifiableSet()));
    }

    private static String topic(String user) {
        return TOPIC_NAMES[Math.floorMod(user.hashCode(), TOPICS)];
    }
}
