package dev.beckon.mention;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/**
 * The answer once Kafka has the mentions.
 *
 * @param ids one for each mention, in the order in which the caller posted them
 */
@RegisterForReflection
record MentionsAccepted(List<UUID> ids) {

    MentionsAccepted {
        ids = List.copyOf(ids);
    }
}
