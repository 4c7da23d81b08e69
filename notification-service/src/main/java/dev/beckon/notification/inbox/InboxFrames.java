package dev.beckon.notification.inbox;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxFrame.Revisions;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.InboxState;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import dev.beckon.contracts.Trail;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.inject.Singleton;

/** Makes frames, with the payload as the compact JSON that reaches clients byte for byte. */
// Jackson writes these; a native executable keeps only registered classes.
@RegisterForReflection(targets = {InboxPayload.NewNotification.class, InboxPayload.InboxChanged.class, InboxState.class,
        Notification.class, Actor.class, Source.class})
@Singleton
final class InboxFrames {

    private final ObjectMapper json;

    InboxFrames(ObjectMapper json) {
        this.json = json;
    }

    InboxFrame newNotification(String user, InboxPayload.NewNotification payload, Trail trail) {
        return new InboxFrame(user, InboxPayload.NEW_NOTIFICATION, Revisions.of(payload.state()), trail, write(payload));
    }

    InboxFrame inboxChanged(String user, InboxPayload.InboxChanged payload, Trail trail) {
        return new InboxFrame(user, InboxPayload.INBOX_CHANGED, Revisions.of(payload.state()), trail, write(payload));
    }

    private String write(Object payload) {
        try {
            return json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a frame's payload cannot be written as JSON", e);
        }
    }
}
