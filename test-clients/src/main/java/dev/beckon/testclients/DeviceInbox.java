package dev.beckon.testclients;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Message.Reply;
import dev.beckon.testclients.view.InboxView;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Applies the present connection's messages to the view and passes them to the observer, in one order. Drops messages of an
 * abandoned connection: they would reach the view after the device has sent its revision.
 */
final class DeviceInbox {

    private final InboxView view;
    private final String topic;
    private final Device.Observer observer;
    private final Runnable onEnd;
    private final Runnable leave;
    private @Nullable PhoenixClient present;
    private @Nullable AssertionError broken;

    /**
     * @param view of a client that has not joined yet
     * @param onEnd called when the channel has ended
     * @param leave leaves the channel, to join again; called when only a snapshot can show what the inbox has
     */
    DeviceInbox(String topic, InboxView view, Device.Observer observer, Runnable onEnd, Runnable leave) {
        this.topic = topic;
        this.view = view;
        this.observer = observer;
        this.onEnd = onEnd;
        this.leave = leave;
    }

    synchronized void listenTo(PhoenixClient client) {
        present = client;
        client.listen(topic, message -> received(client, message));
    }

    /** @return the payload of the next join */
    synchronized Map<String, Object> joining() {
        Map<String, Object> position = view.position();
        observer.joining(position);
        return position;
    }

    private synchronized void received(PhoenixClient client, Message message) {
        if (present != client) {
            return;
        }
        switch (message.event()) {
            case "phx_reply" -> {
                if (message.isReplyToJoin()) {
                    answered(message.reply());
                }
            }
            case "phx_error", "phx_close" -> onEnd.run();
            default -> pushed(message.event(), message.payload());
        }
    }

    private void pushed(String event, JsonNode payload) {
        boolean hadHole = view.hasHole();
        view.pushed(event, payload);
        observer.pushed(event, payload);
        if (view.hasHole() && !hadHole) {
            leave.run();
        }
    }

    private void answered(Reply reply) {
        if (reply.isOk()) {
            view.joined(reply.response());
            observer.joined(reply.response());
        } else {
            observer.refused(reply.reason());
        }
    }

    synchronized void lost(String why) {
        if (present != null) {
            present = null;
            observer.lost(why);
        }
    }

    synchronized void broken(AssertionError malformed) {
        if (broken == null) {
            broken = malformed;
            observer.malformed(String.valueOf(malformed.getMessage()));
        }
    }

    synchronized InboxView view() {
        if (broken != null) {
            throw broken;
        }
        return view;
    }
}
