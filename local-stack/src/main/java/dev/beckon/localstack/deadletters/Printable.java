package dev.beckon.localstack.deadletters;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Bytes of anybody as something that a terminal can show: what is in a dead letter must not move its cursor. */
public final class Printable {

    private static final HexFormat HEX = HexFormat.ofDelimiter(" ");
    private static final int LINE = 16;

    private Printable() {}

    /** Control characters become {@code \}{@code uXXXX}. */
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

    /** As text if it is UTF-8 without control characters, else as hex; in one line. */
    public static String line(byte @Nullable [] bytes) {
        if (bytes == null) {
            return "(none)";
        }
        String text = decoded(bytes);
        return text != null && text.codePoints().allMatch(Printable::isSafe) ? text : HexFormat.of().formatHex(bytes);
    }

    /** The same with the text's own line breaks and tabs, or as a dump of sixteen bytes a line. */
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
