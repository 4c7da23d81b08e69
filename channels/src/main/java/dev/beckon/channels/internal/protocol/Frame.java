package dev.beckon.channels.internal.protocol;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One encoded message, ready for any number of connections. */
public sealed interface Frame {

    /** Size on the wire; counts against a connection's bound. */
    int sizeBytes();

    /** @param utf8 {@code text} in bytes, made here once because a frame goes to many clients; must not change */
    record Text(String text, byte[] utf8) implements Frame {

        public Text(String text) {
            this(text, text.getBytes(StandardCharsets.UTF_8));
        }

        @Override
        public int sizeBytes() {
            return utf8.length;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Text that && text.equals(that.text);
        }

        @Override
        public int hashCode() {
            return text.hashCode();
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** @param bytes must not change afterwards */
    record Binary(byte[] bytes) implements Frame {

        @Override
        public int sizeBytes() {
            return bytes.length;
        }
    }
}
