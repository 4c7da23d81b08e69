package dev.beckon.conformance.transcript;

import java.util.List;
import java.util.Map;

/** One line of a transcript; {@link Content} is unparsed, with its names. */
sealed interface Step {

    /** The client that sends or receives. */
    String client();

    record Connect(String client, Map<String, String> options) implements Step {}

    record ExpectRefusal(String client, int status) implements Step {}

    record Say(String client, Content content) implements Step {}

    /** @param inOrder false: its neighbours of the same kind may come before it */
    record Receive(String client, Content content, boolean inOrder) implements Step {}

    record HearNothing(String client) implements Step {}

    record Cut(String client) implements Step {}

    record Request(String client, String method, String target, List<String> headers, String body) implements Step {}

    /** @param headers the relevant ones, as lines */
    record Answer(String client, int status, List<String> headers, String body) implements Step {}

    /** The content of a frame. */
    sealed interface Content {

        /** {@code [join_ref, ref, topic, event, payload]}, which each version writes in its own way. */
        record Five(String json) implements Content {}

        /** A text frame, sent unchanged. */
        record Literal(String text) implements Content {}

        /** Parts: {@code 0a} a byte, {@code len(x)} the size of the part x, {@code x=value} the bytes of a string. */
        record Bytes(List<String> parts) implements Content {}

        /** A control frame, or bytes of the connection, by keyword: {@code ping}, {@code pong}, {@code raw}. */
        record Control(String kind, String hex) implements Content {}

        record Close(int code) implements Content {}

        /** TCP ends without a close frame. */
        record End() implements Content {}
    }
}
