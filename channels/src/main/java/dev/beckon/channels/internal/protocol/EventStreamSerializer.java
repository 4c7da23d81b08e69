package dev.beckon.channels.internal.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.EventResult.Status;
import dev.beckon.channels.internal.protocol.Outbound.Broadcast;
import dev.beckon.channels.internal.protocol.Outbound.Close;
import dev.beckon.channels.internal.protocol.Outbound.Crash;
import dev.beckon.channels.internal.protocol.Outbound.Push;
import dev.beckon.channels.internal.protocol.Outbound.Reply;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Server-sent events: {@code event}, {@code id} and {@code data}, the payload as JSON on one line. The join's answer is the
 * event {@code joined}; {@code phx_error} and {@code phx_close} are the last of a stream. Clients send nothing.
 *
 * <p>Source: WHATWG HTML, section 9.2.6, Interpreting an event stream.
 */
public final class EventStreamSerializer implements Serializer {

    private static final String LAST = "event: phx_";
    private static final String REFUSED = LAST + "refused\ndata: ";

    private final JsonFactory parsers = new JsonFactory();
    private final JsonFields json;
    private final List<String> position;

    /** @param position the payload's fields whose values, with dots between, are an event's id; empty: no ids */
    EventStreamSerializer(ObjectMapper json, List<String> position) {
        this.json = new JsonFields(json);
        this.position = position;
    }

    @Override
    public Inbound decode(String text) throws MalformedFrameException {
        throw new MalformedFrameException("a stream of events has no messages from clients");
    }

    @Override
    public Inbound decode(byte[] binary) throws MalformedFrameException {
        throw new MalformedFrameException("a stream of events has no messages from clients");
    }

    @Override
    public @Nullable Frame encode(Outbound message) {
        return switch (message) {
            case Reply(_, _, _, var status, var response) when status == Status.ERROR ->
                new Frame.Text(REFUSED + oneLine(json.write(response)) + "\n\n");
            case Reply(_, _, _, _, var response) -> event("joined", response);
            case Push(_, _, var event, var payload) -> event(event, payload);
            case Broadcast(_, var event, var payload) -> event(event, payload);
            case Close _ -> new Frame.Text(LAST + "close\ndata: {}\n\n");
            case Crash _ -> new Frame.Text(LAST + "error\ndata: {}\n\n");
        };
    }

    /** The last event of a connection that the server closes. */
    public static Frame.Text closing(int code, String reason) {
        return new Frame.Text(LAST + "close\ndata: {\"code\":" + code + ",\"reason\":\"" + reason + "\"}\n\n");
    }

    /** Whether nothing follows {@code frame}: the join is refused, or the channel has ended. */
    public static boolean isLast(Frame.Text frame) {
        return frame.text().startsWith(LAST);
    }

    /** @return the response to a join that is refused, as JSON; {@code null}: {@code frame} is something else */
    public static @Nullable String refusal(Frame.Text frame) {
        return frame.text().startsWith(REFUSED) ? frame.text().substring(REFUSED.length()).strip() : null;
    }

    private @Nullable Frame event(String event, Object payload) {
        if (payload instanceof BinaryPayload) {
            return null;
        }
        String data = oneLine(json.write(payload));
        String id = id(data);
        return new Frame.Text("event: " + event + (id == null ? "" : "\nid: " + id) + "\ndata: " + data + "\n\n");
    }

    /** JSON's strings have no line breaks, so each is white space between two tokens. */
    private static String oneLine(String json) {
        return json.indexOf('\n') < 0 && json.indexOf('\r') < 0 ? json : json.replace('\n', ' ').replace('\r', ' ');
    }

    /** @return {@code null} if the payload lacks a field of the position: clients keep the id of the event before */
    private @Nullable String id(String payload) {
        if (position.isEmpty()) {
            return null;
        }
        @Nullable
        String[] values = new String[position.size()];
        int missing = values.length;
        try (JsonParser parser = parsers.createParser(payload)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (missing > 0 && parser.nextToken() == JsonToken.FIELD_NAME) {
                int field = position.indexOf(parser.currentName());
                JsonToken value = parser.nextToken();
                if (field >= 0 && values[field] == null && (value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT)) {
                    values[field] = parser.getText();
                    missing--;
                } else {
                    parser.skipChildren();
                }
            }
        } catch (IOException e) {
            throw new IllegalArgumentException("a payload of ours is not JSON", e);
        }
        return missing == 0 ? String.join(".", values) : null;
    }
}
