package dev.beckon.notification.push;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.contracts.Actor;
import dev.beckon.contracts.InboxFrame;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.Source;
import dev.beckon.contracts.Trail;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.UUID;

/** Makes frames, with the payload as the compact JSON that reaches clients byte for byte. */
// Written by Jackson, which a native executable has to be told of.
@RegisterForReflection(targets = {
    InboxPayload.NewNotification.class, InboxPayload.InboxChanged.class, Notification.class, Actor.class, Source.class})
@ApplicationScoped
public class InboxFrames {

    private final ObjectMapper json;

    InboxFrames(ObjectMapper json) {
        this.json = json;
    }

    public AddressedFrame newNotification(String user, InboxPayload.NewNotification payload, Trail trail) {
        return new AddressedFrame(user, new InboxFrame(
                InboxPayload.NEW_NOTIFICATION, payload.rev() - 1, payload.rev(), payload.epoch(), trail,
                write(payload)));
    }

    public AddressedFrame inboxChanged(String user, InboxPayload.InboxChanged payload) {
        return new AddressedFrame(user, new InboxFrame(
                InboxPayload.INBOX_CHANGED, payload.rev() - 1, payload.rev(), payload.epoch(), write(payload)));
    }

    /** Says where the inbox is, for those who may have missed an earlier frame. */
    public AddressedFrame stale(String user, long rev, UUID epoch) {
        return new AddressedFrame(user, InboxFrame.stale(rev, epoch));
    }

    private String write(Object payload) {
        try {
            return json.writeValueAsString(payload);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a payload of ours cannot be written as JSON", e);
        }
    }
}
