package dev.beckon.conformance.lab;

import dev.beckon.testservers.TcpProxy;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Allows one HTTP request per connection ({@code connection: close}, as HAProxy's {@code option httpclose} does), so that a client
 * that keeps connections alive moves from node to node as well. An upgrade is left unchanged.
 */
final class OneRequestPerConnection implements TcpProxy.Filter {

    private static final int MAX_HEAD = 64 * 1024;

    private final ByteArrayOutputStream head = new ByteArrayOutputStream();
    private boolean headPassed;

    @Override
    public byte[] pass(byte[] bytes, int length, boolean dropping) {
        if (headPassed) {
            return Arrays.copyOf(bytes, length);
        }
        head.write(bytes, 0, length);
        String text = head.toString(StandardCharsets.ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        if (end < 0 && text.length() < MAX_HEAD) {
            return new byte[0];
        }
        headPassed = true;
        return (end < 0 ? text : onlyRequest(text.substring(0, end)) + text.substring(end)).getBytes(StandardCharsets.ISO_8859_1);
    }

    private static String onlyRequest(String head) {
        return head.toLowerCase(Locale.ROOT).contains("\r\nupgrade:")
                ? head
                : head.replaceAll("(?i)\r\nconnection:[^\r]*", "").replaceFirst("(\r\n|$)", "\r\nconnection: close$1");
    }
}
