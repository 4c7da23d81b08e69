package dev.beckon.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * The result of an order.
 *
 * @param count completed operations
 * @param latencies histogram in microseconds from each operation's due time: compressed, in base64
 * @param failure the reason of a failure; empty if there was none
 */
public record LoadAnswer(long count, String latencies, String failure) {

    static final long HIGHEST_MICROS = 60_000_000;
    static final int DIGITS = 3;

    static LoadAnswer of(long count, Histogram micros) {
        ByteBuffer bytes = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
        int length = micros.encodeIntoCompressedByteBuffer(bytes);
        return new LoadAnswer(count, Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length)), "");
    }

    static LoadAnswer failed(String why) {
        return new LoadAnswer(0, "", why);
    }

    static Histogram histogram() {
        return new Histogram(HIGHEST_MICROS, DIGITS);
    }

    /** Those of several processes as one. */
    public static LoadAnswer sum(List<LoadAnswer> answers) {
        Histogram all = histogram();
        answers.forEach(answer -> all.add(answer.micros()));
        return of(answers.stream().mapToLong(LoadAnswer::count).sum(), all);
    }

    public Histogram micros() {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(latencies)), 1);
        } catch (DataFormatException e) {
            throw new IllegalStateException("a load process answers what is no histogram", e);
        }
    }
}
