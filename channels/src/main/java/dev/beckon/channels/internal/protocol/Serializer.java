package dev.beckon.channels.internal.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** One version of the protocol: decodes frames and encodes messages. Thread-safe. */
public sealed interface Serializer permits V1JsonSerializer, V2JsonSerializer, EventStreamSerializer {

    /** @throws MalformedFrameException if the text is not a message of this version */
    Inbound decode(String text) throws MalformedFrameException;

    /** @throws MalformedFrameException if the bytes are not a message of this version */
    Inbound decode(byte[] binary) throws MalformedFrameException;

    /**
     * @return {@code null} if this version cannot encode it: a binary payload to a client of version 1
     * @throws IllegalArgumentException if a payload cannot be written, or a name is too long for a binary frame
     */
    @Nullable
    Frame encode(Outbound message);

    /** A frame is not a message. The exception's message names the broken rule and never repeats the frame. */
    final class MalformedFrameException extends Exception {

        private static final long serialVersionUID = 1L;

        public MalformedFrameException(String rule) {
            super(rule, null, false, false);
        }

        /** Names the broken rule. */
        @Override
        public String getMessage() {
            return Objects.requireNonNull(super.getMessage());
        }
    }
}
