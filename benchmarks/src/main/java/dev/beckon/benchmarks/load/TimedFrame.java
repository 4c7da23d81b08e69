package dev.beckon.benchmarks.load;

import dev.beckon.testclients.swarm.SwarmFrames;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A client's frame whose time is replaced for each message. A time is 19 digits of {@link System#nanoTime}, which on
 * Linux is the same clock in every process.
 */
record TimedFrame(ByteBuffer frame, int payloadStart, int timeAt) {

    static final int DIGITS = 19;
    static final String TIME = "0".repeat(DIGITS);

    /** @param payload contains {@link #TIME} once */
    static TimedFrame of(String payload) {
        ByteBuffer frame = SwarmFrames.text(payload);
        return new TimedFrame(frame, frame.limit() - payload.getBytes(StandardCharsets.UTF_8).length, payload.indexOf(TIME));
    }

    ByteBuffer at(long nanos) {
        long rest = nanos;
        for (int i = timeAt + DIGITS - 1; i >= timeAt; i--) {
            frame.put(payloadStart + i, SwarmFrames.masked((byte) ('0' + rest % 10), i));
            rest /= 10;
        }
        return frame.rewind();
    }

    /** @return the time; -1 if there are no 19 digits at {@code index} */
    static long time(ByteBuffer in, int index) {
        if (index + DIGITS > in.limit()) {
            return -1;
        }
        long time = 0;
        for (int i = index; i < index + DIGITS; i++) {
            int digit = in.get(i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            time = time * 10 + digit;
        }
        return time;
    }
}
