package dev.beckon.notification.inbox.shards;

import dev.beckon.contracts.Lane;
import java.util.Set;

/** Another server holds the lane now: {@link Shards} follows. */
public final class MovedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient Set<Lane> lanes;

    public MovedException(Lane... lanes) {
        this(Set.of(lanes));
    }

    public MovedException(Set<Lane> lanes) {
        super("moved to another server: " + lanes, null, false, false);
        this.lanes = lanes;
    }

    Set<Lane> lanes() {
        return lanes;
    }
}
