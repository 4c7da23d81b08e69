package dev.beckon.operator.dlq;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Converts untrusted bytes to text that is safe on a terminal: a dead letter must not move the cursor. */
final class Printable {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final int LINE = 16;

    private Printable() {}

    /** Replaces control characters by {@code \}{@code uXXXX}. */
    public static String text(String text) {
        StringBuilder printable = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            if (isSafe(c)) {
                printable.appendCodePoint(c);
            } else {
                printable.append("\\u%04x".formatted(c));
            }
        });
        return printable.toString();
    }

    /** One line: text if the bytes are UTF-8 without control characters, else hex. */
    public static String line(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "(none)";
        }
        String text = decoded(bytes);
        return text != null && text.codePoints().allMatch(Printable::isSafe) ? text : HexFormat.of().formatHex(bytes);
    }

    /** Several lines: text with its line breaks and tabs, or a hex dump of sixteen bytes a line. */
    public static String block(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "(none)";
        }
        String text = decoded(bytes);
        if (text != null && text.codePoints().allMatch(c -> isSafe(c) || c == '\n' || c == '\t' || c == '\r')) {
            return text.replace("\r", "");
        }
        StringBuilder dump = new StringBuilder();
        for (int i = 0; i < bytes.length; i += LINE) {
            dump.append("%08x  %s%n".formatted(i, HEX.formatHex(bytes, i, Math.min(i + LINE, bytes.length))));
        }
        return dump.toString().stripTrailing();
    }

    private static boolean isSafe(int codePoint) {
        int type = Character.getType(codePoint);
        return type != Character.CONTROL && type != Character.FORMAT && type != Character.UNASSIGNED
                && type != Character.LINE_SEPARATOR && type != Character.PARAGRAPH_SEPARATOR && type != Character.SURROGATE;
    }

    private static @Nullable String decoded(byte[] bytes) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
