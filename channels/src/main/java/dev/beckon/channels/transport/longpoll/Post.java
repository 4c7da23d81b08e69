package dev.beckon.channels.transport.longpoll;

import dev.beckon.channels.protocol.Inbound;
import dev.beckon.channels.protocol.MalformedFrameException;
import dev.beckon.channels.protocol.Serializer;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/**
 * What a client has posted.
 *
 * @param inLines a frame in each line, {@code application/x-ndjson}; else the body is one text frame
 */
record Post(byte[] body, boolean inLines) {

    /** phoenix, {@code lib/phoenix/transports/long_poll.ex}: {@code @max_base64_size}. */
    private static final int MAX_BASE64_CHARS = 10_000_000;

    /** All of its messages, or none. */
    List<Inbound> decode(Serializer serializer, int maxLines) throws MalformedFrameException {
        if (!inLines) {
            return List.of(serializer.decode(text()));
        }
        List<Inbound> messages = new ArrayList<>();
        for (String line : lines(maxLines)) {
            // V1 is an object, so it cannot come in lines: as in Phoenix
            messages.add(line.startsWith("[") ? serializer.decode(line) : serializer.decode(binary(line)));
        }
        return messages;
    }

    private List<String> lines(int max) throws MalformedFrameException {
        List<String> lines = Arrays.asList(text().split("\n", max + 2));
        if (lines.getLast().isEmpty() && lines.size() > 1) {
            lines = lines.subList(0, lines.size() - 1);
        }
        if (lines.size() > max) {
            throw new MalformedFrameException("more than " + max + " lines");
        }
        return lines;
    }

    private static byte[] binary(String base64) throws MalformedFrameException {
        if (base64.length() > MAX_BASE64_CHARS) {
            throw new MalformedFrameException("a binary frame of more than " + MAX_BASE64_CHARS + " characters");
        }
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            throw new MalformedFrameException("a line is neither a text frame nor base64");
        }
    }

    private String text() throws MalformedFrameException {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
        } catch (CharacterCodingException e) {
            throw new MalformedFrameException("not UTF-8");
        }
    }
}
