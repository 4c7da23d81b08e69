package dev.beckon.contracts.rules;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * JSON between systems is UTF-8 only (RFC 8259 §8.1). Parsers guess UTF-16 and UTF-32 from zero bytes, and some read overlong
 * forms, which hide a character from a filter in front of them.
 */
public final class Utf8 {

    private Utf8() {}

    /** @return whether {@code bytes} are well-formed UTF-8 without a zero byte, which no JSON text contains */
    public static boolean isText(byte[] bytes) {
        for (byte one : bytes) {
            if (one <= 0) {
                return one != 0 && isWellFormed(bytes);
            }
        }
        return true;
    }

    private static boolean isWellFormed(byte[] bytes) {
        for (byte one : bytes) {
            if (one == 0) {
                return false;
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
