package dev.beckon.gateway.notifications;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.beckon.contracts.CatchUp.Difference;
import dev.beckon.contracts.Notification;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/**
 * The response to a join: an inbox brought up to date.
 *
 * @param notifications what changed since the client's revision, by ascending {@code rev}; or the newest, newest first
 * @param snapshot true: forget what you had
 */
@RegisterForReflection // written by Jackson, which a native executable has to be told of
record JoinReply(
        int unread,
        int unseen,
        long seq,
        long rev,
        UUID epoch,
        @JsonProperty("read_up_to") long readUpTo,
        List<Notification> notifications,
        boolean snapshot) {

    static JoinReply of(Difference difference) {
        return new JoinReply(difference.unread(), difference.unseen(), difference.seq(), difference.rev(),
                difference.epoch(), difference.readUpTo(), difference.notifications(), difference.snapshot());
    }
}
