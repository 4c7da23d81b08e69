package dev.beckon.benchmarks.load;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;

/**
 * What came of an order.
 *
 * @param count operations that were done
 * @param latencies in microseconds from when each was due: compressed, in base64
 * @param failure empty: none
 */
public record Answer(long count, String latencies, String failure) {

    static final long HIGHEST_MICROS = 60_000_000;
    static final int DIGITS = 3;

    static Answer of(long count, Histogram micros) {
        ByteBuffer bytes = ByteBuffer.allocate(micros.getNeededByteBufferCapacity());
        int length = micros.encodeIntoCompressedByteBuffer(bytes);
        return new Answer(count, Base64.getEncoder().encodeToString(Arrays.copyOf(bytes.array(), length)), "");
    }

    static Answer failed(String why) {
        return new Answer(0, "", why);
    }

    static Histogram histogram() {
        return new Histogram(HIGHEST_MICROS, DIGITS);
    }

    /** Those of several processes as one. */
    public static Answer sum(List<Answer> answers) {
        Histogram all = histogram();
        answers.forEach(answer -> all.add(answer.micros()));
        return of(answers.stream().mapToLong(Answer::count).sum(), all);
    }

    public Histogram micros() {
        try {
            return Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(Base64.getDecoder().decode(latencies)), 1);
        } catch (DataFormatException e) {
            throw new IllegalStateException("a load process answers what is no histogram", e);
        }
    }
}
