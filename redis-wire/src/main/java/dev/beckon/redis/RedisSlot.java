package dev.beckon.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * The slot of a channel or key in a Redis Cluster: {@code CRC-16 mod 16384} of the text between the first <code>{</code> and the
 * next <code>}</code>, or of all of it if there is no such text (Redis Cluster specification, "Hash tags").
 */
public final class RedisSlot {

    public static final int COUNT = 16_384;

    /** CRC-16/XMODEM. */
    private static final int POLYNOMIAL = 0x1021;

    private RedisSlot() {}

    public static int of(String name) {
        int open = name.indexOf('{');
        int close = open < 0 ? -1 : name.indexOf('}', open + 1);
        return crc16(close > open + 1 ? name.substring(open + 1, close) : name) % COUNT;
    }

    private static int crc16(String text) {
        int crc = 0;
        for (byte each : text.getBytes(UTF_8)) {
            crc ^= (each & 0xff) << 8;
            for (int bit = 0; bit < 8; bit++) {
                crc = (crc & 0x8000) == 0 ? crc << 1 : crc << 1 ^ POLYNOMIAL;
            }
            crc &= 0xffff;
        }
        return crc;
    }
}
