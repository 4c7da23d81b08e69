package dev.beckon.notification.push;

import dev.beckon.contracts.InboxFrame;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/**
 * Publishes changes of inboxes as frames, and records them for the next hint. Never fails: gateways find in hints what frames do
 * not bring. Thread-safe.
 */
@ApplicationScoped
public class ChangePublisher {

    private final RedisPush push;
    private final ChangeLog log;

    ChangePublisher(RedisPush push, ChangeLog log) {
        this.push = push;
        this.log = log;
    }

    /**
     * Runs a write of these users' inboxes that includes its publishing. A hint that goes out before its end, or after its
     * failure, names the users as unclear.
     */
    public <T> Uni<T> writing(Collection<String> users, Uni<T> write) {
        return Uni.createFrom().deferred(() -> {
            ChangeLog.Write begun = log.begin(users);
            return write.onTermination().invoke((_, failure, cancelled) -> log.end(begun, failure == null && !cancelled));
        });
    }

    /** Publishes frames of mentions from Kafka: there is time to try again. */
    public Uni<Void> publishMentions(List<InboxFrame> frames) {
        frames.forEach(log::add);
        return push.publishMentions(frames);
    }

    /** Publishes a user's own change, while that user waits for the answer. */
    public Uni<Void> publishChange(InboxFrame frame) {
        log.add(frame);
        return push.publishChange(frame);
    }
}
