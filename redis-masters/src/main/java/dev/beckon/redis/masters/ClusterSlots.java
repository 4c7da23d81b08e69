package dev.beckon.redis.masters;

import dev.beckon.redis.RedisTag;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what nodes of a Redis Cluster answer about slots. Addresses are {@code host:port}, with brackets around IPv6. */
final class ClusterSlots {

    private static final Pattern MOVED = Pattern.compile("MOVED (\\d+) (\\S*):(\\d+)");

    private ClusterSlots() {}

    /**
     * @param answer to CLUSTER SLOTS: a list of [first slot, last slot, [host, port, …] of the master, …]
     * @param host of the node that answered, which may leave out its own
     * @return the address of each tag's master, by the tag's number; {@code null}: its slot has none
     */
    static List<@Nullable String> masters(Response answer, String host) {
        List<@Nullable String> masters = new ArrayList<>();
        for (RedisTag tag : RedisTag.ALL) {
            masters.add(master(answer, tag.slot(), host));
        }
        return masters;
    }

    private static @Nullable String master(Response answer, int slot, String host) {
        for (Response range : answer) {
            if (number(range.get(0)) <= slot && slot <= number(range.get(1))) {
                Response master = range.get(2);
                Response its = master.get(0);
                return address(its == null ? "" : its.toString(), master.get(1).toString(), host);
            }
        }
        return null;
    }

    private static int number(Response number) {
        return Integer.parseInt(number.toString());
    }

    /** The address for each slot of all {@code MOVED slot host:port} in an error message, of which a batch's has several. */
    static Map<Integer, String> moved(String message, String host) {
        Map<Integer, String> addresses = new HashMap<>();
        Matcher moved = MOVED.matcher(message);
        while (moved.find()) {
            addresses.put(Integer.parseInt(moved.group(1)), address(moved.group(2), moved.group(3), host));
        }
        return addresses;
    }

    static String host(String address) {
        return address.substring(0, address.lastIndexOf(':'));
    }

    private static String address(String host, String port, String askedHost) {
        if (host.isEmpty() || host.equals("?")) {
            return askedHost + ':' + port;
        }
        return (host.contains(":") && !host.startsWith("[") ? '[' + host + ']' : host) + ':' + port;
    }
}
