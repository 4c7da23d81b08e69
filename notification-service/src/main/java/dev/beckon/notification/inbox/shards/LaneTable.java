package dev.beckon.notification.inbox.shards;

import dev.beckon.contracts.Lane;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Deals out the lanes to servers by their lists; each lane must be dealt out exactly once. */
final class LaneTable {

    private static final Pattern RANGE = Pattern.compile("\\s*([0-9]{1,2})(?:-([0-9]{1,2}))?\\s*");

    private LaneTable() {}

    /**
     * @param lists the lists of the servers, such as {@code 0-15,40}; blank: no lane
     * @return the index of the server of each lane, by the lane's number
     * @throws ConfigurationException with the lane that is not dealt out exactly once
     */
    static List<Integer> of(List<String> lists) {
        List<@Nullable Integer> table = new ArrayList<>(Collections.nCopies(Lane.COUNT, null));
        for (int server = 0; server < lists.size(); server++) {
            for (int lane : lanes(server, lists.get(server))) {
                Integer other = table.set(lane, server);
                if (other != null) {
                    throw new ConfigurationException("notification.shards: lane %d is dealt out twice, to shards[%d] and shards[%d]."
                            .formatted(lane, other, server));
                }
            }
        }
        List<Integer> servers = new ArrayList<>();
        for (Integer server : table) {
            if (server == null) {
                throw new ConfigurationException("notification.shards: lane %d is dealt out to no server; name each of 0-%d once."
                        .formatted(servers.size(), Lane.COUNT - 1));
            }
            servers.add(server);
        }
        return List.copyOf(servers);
    }

    private static List<Integer> lanes(int server, String list) {
        List<Integer> lanes = new ArrayList<>();
        if (list.isBlank()) {
            return lanes;
        }
        for (String range : list.split(",", -1)) {
            Matcher matcher = RANGE.matcher(range);
            int first = matcher.matches() ? Integer.parseInt(matcher.group(1)) : Lane.COUNT;
            int last = first == Lane.COUNT || matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
            if (last >= Lane.COUNT || last < first) {
                throw new ConfigurationException("notification.shards[%d].lanes: '%s' is no lane or range of lanes from 0 to %d, such as"
                        .formatted(server, range, Lane.COUNT - 1) + " 0-15,40.");
            }
            for (int lane = first; lane <= last; lane++) {
                lanes.add(lane);
            }
        }
        return lanes;
    }
}
