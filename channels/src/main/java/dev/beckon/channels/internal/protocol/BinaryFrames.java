package dev.beckon.channels.internal.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.BinaryNode;
import dev.beckon.channels.BinaryPayload;
import dev.beckon.channels.internal.protocol.Serializer.MalformedFrameException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The binary form of {@code vsn=2.0.0}: the kind, the size of each string in one byte, the strings, and the payload's
 * bytes. A client's push has a ref and the server's has none; an empty join_ref means none.
 *
 * <p>Source: phoenix, {@code lib/phoenix/socket/serializers/v2_json_serializer.ex}.
 */
final class BinaryFrames {

    private static final int PUSH = 0;
    private static final int REPLY = 1;
    private static final int BROADCAST = 2;
    private static final int PUSH_STRINGS = 4;
    private static final int MAX_STRING_BYTES = 255;
    private static final ObjectMapper REFS = new ObjectMapper();

    private BinaryFrames() {}

    /**
     * @throws MalformedFrameException if it is not a client's push, is shorter than its sizes require, or has a string
     *     that is not UTF-8
     */
    static Inbound decode(byte[] frame) throws MalformedFrameException {
        ByteBuffer in = ByteBuffer.wrap(frame);
        if (in.remaining() < 1 + PUSH_STRINGS) {
            throw new MalformedFrameException("shorter than a head");
        }
        if (in.get() != PUSH) {
            throw new MalformedFrameException("not a push");
        }
        int[] sizes = new int[PUSH_STRINGS];
        for (int i = 0; i < PUSH_STRINGS; i++) {
            sizes[i] = Byte.toUnsignedInt(in.get());
        }
        String joinRef = string(in, sizes[0]);
        String ref = string(in, sizes[1]);
        String topic = string(in, sizes[2]);
        String event = string(in, sizes[3]);
        byte[] data = new byte[in.remaining()];
        in.get(data);
        return Inbound.of(joinRef.isEmpty() ? null : Ref.ofText(joinRef), Ref.ofText(ref), topic, event,
                BinaryNode.valueOf(data));
    }

    static Frame push(Outbound.Push push, BinaryPayload payload) {
        return frame(PUSH, payload, text(push.joinRef()), push.topic(), push.event());
    }

    static Frame reply(Outbound.Reply reply, BinaryPayload payload) {
        return frame(REPLY, payload, text(reply.joinRef()), text(reply.ref()), reply.topic(),
                reply.status().name().toLowerCase(Locale.ROOT));
    }

    static Frame broadcast(Outbound.Broadcast broadcast, BinaryPayload payload) {
        return frame(BROADCAST, payload, broadcast.topic(), broadcast.event());
    }

    private static Frame frame(int kind, BinaryPayload payload, String... strings) {
        ByteArrayOutputStream sizes = new ByteArrayOutputStream();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        sizes.write(kind);
        for (String string : strings) {
            byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > MAX_STRING_BYTES) {
                throw new IllegalArgumentException("a string of a binary frame has at most 255 bytes, not " + bytes.length);
            }
            sizes.write(bytes.length);
            out.writeBytes(bytes);
        }
        out.writeBytes(payload.bytes());
        sizes.writeBytes(out.toByteArray());
        return new Frame.Binary(sizes.toByteArray());
    }

    private static String string(ByteBuffer in, int size) throws MalformedFrameException {
        if (in.remaining() < size) {
            throw new MalformedFrameException("shorter than its head says");
        }
        ByteBuffer bytes = in.slice(in.position(), size);
        in.position(in.position() + size);
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException("a string is not UTF-8");
        }
    }

    /** A string without its quotes, or another scalar as the client wrote it. */
    private static String text(@Nullable Ref ref) {
        if (ref == null) {
            return "";
        }
        try {
            return REFS.readTree(ref.json()).asText();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a ref is not JSON", e);
        }
    }
}
