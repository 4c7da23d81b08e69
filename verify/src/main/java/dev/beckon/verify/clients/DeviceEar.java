package dev.beckon.verify.clients;

import dev.beckon.verify.view.InboxView;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What one device hears: of its present connection only, and put into its view and told to its witness in one order. What
 * still comes on a connection that was given up would else reach the view after the device has said what it has.
 */
final class DeviceEar {

    private final InboxView view = new InboxView();
    private final Witness witness;
    private final Runnable channelEnded;
    private @Nullable PhoenixClient connection;
    private @Nullable AssertionError broken;

    DeviceEar(Witness witness, Runnable channelEnded) {
        this.witness = witness;
        this.channelEnded = channelEnded;
    }

    synchronized void listenTo(PhoenixClient client, String topic) {
        connection = client;
        client.listen(topic, message -> heard(client, message));
    }

    /** @return what to say when joining */
    synchronized Map<String, Object> joining() {
        Map<String, Object> position = view.position();
        witness.joining(position);
        return position;
    }

    private synchronized void heard(PhoenixClient client, Message message) {
        if (connection != client) {
            return;
        }
        switch (message.event()) {
            case "phx_reply" -> {
                if (message.isReplyToJoin()) {
                    answered(message.reply());
                }
            }
            case "phx_error", "phx_close" -> channelEnded.run();
            default -> {
                view.pushed(message.event(), message.payload());
                witness.pushed(message.event(), message.payload());
            }
        }
    }

    private void answered(Message.Reply reply) {
        if (reply.isOk()) {
            view.joined(reply.response());
            witness.joined(reply.response());
        } else {
            witness.refused(reply.reason());
        }
    }

    synchronized void lost(String why) {
        if (connection != null) {
            connection = null;
            witness.lost(why);
        }
    }

    synchronized void broken(AssertionError contract) {
        if (broken == null) {
            broken = contract;
            witness.nonsense(String.valueOf(contract.getMessage()));
        }
    }

    synchronized InboxView view() {
        if (broken != null) {
            throw broken;
        }
        return view;
    }
}
