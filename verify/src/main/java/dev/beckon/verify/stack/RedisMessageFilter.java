package dev.beckon.verify.stack;

import dev.beckon.testservers.TcpProxy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Drops the messages of some Redis channels on a subscriber's connection, as if Redis lost them silently. Reads both
 * forms of the protocol: RESP2's arrays and RESP3's pushes.
 */
final class RedisMessageFilter implements TcpProxy.Filter {

    private final Pattern dropped;
    private byte[] held = {};

    /** @param channels prefixes of the names of those Redis channels */
    RedisMessageFilter(String... channels) {
        this.dropped = Pattern.compile("(?s)[*>]3\r\n\\$7\r\nmessage\r\n\\$\\d+\r\n(%s).*"
                .formatted(Stream.of(channels).map(Pattern::quote).collect(Collectors.joining("|"))));
    }

    @Override
    public byte[] pass(byte[] bytes, int length, boolean dropping) {
        byte[] all = Arrays.copyOf(held, held.length + length);
        System.arraycopy(bytes, 0, all, held.length, length);
        ByteArrayOutputStream passed = new ByteArrayOutputStream(all.length);
        int from = 0;
        int end = end(all, from);
        while (end > 0) {
            if (!dropping || !isDropped(all, from, end)) {
                passed.write(all, from, end - from);
            }
            from = end;
            end = end(all, from);
        }
        held = Arrays.copyOfRange(all, from, all.length);
        return passed.toByteArray();
    }

    private boolean isDropped(byte[] all, int from, int end) {
        String head = new String(all, from, Math.min(end - from, 200), StandardCharsets.ISO_8859_1);
        return dropped.matcher(head).matches();
    }

    /** @return where the value that begins at {@code from} ends; -1 if it is incomplete */
    private static int end(byte[] bytes, int from) {
        int line = lineEnd(bytes, from);
        if (line < 0) {
            return -1;
        }
        return switch (bytes[from]) {
            case '$', '=', '!' -> blob(bytes, line, size(bytes, from, line));
            case '*', '>', '~' -> values(bytes, line, size(bytes, from, line));
            case '%' -> values(bytes, line, 2 * size(bytes, from, line));
            default -> line;
        };
    }

    private static int blob(byte[] bytes, int from, int size) {
        int end = size < 0 ? from : from + size + 2;
        return end <= bytes.length ? end : -1;
    }

    private static int values(byte[] bytes, int from, int count) {
        int end = from;
        for (int i = 0; i < count && end > 0; i++) {
            end = end(bytes, end);
        }
        return end;
    }

    private static int size(byte[] bytes, int from, int line) {
        return Integer.parseInt(new String(bytes, from + 1, line - 2 - from - 1, StandardCharsets.US_ASCII));
    }

    private static int lineEnd(byte[] bytes, int from) {
        for (int i = from; i + 1 < bytes.length; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i + 2;
            }
        }
        return -1;
    }
}
