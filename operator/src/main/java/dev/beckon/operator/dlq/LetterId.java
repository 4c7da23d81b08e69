package dev.beckon.operator.dlq;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Partition and offset of a dead letter on its Kafka topic; {@code 0-17} is offset 17 of partition 0. */
record LetterId(int partition, long offset) implements Comparable<LetterId> {

    private static final Pattern FORM = Pattern.compile("(?:(\\d{1,9})-)?(\\d{1,18})");

    /** @param text as {@link #toString} writes it, or an offset alone, which means partition 0 */
    static LetterId parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not the id of a dead letter: write 17, or 2-17");
        }
        return new LetterId(form.group(1) == null ? 0 : Integer.parseInt(form.group(1)), Long.parseLong(form.group(2)));
    }

    @Override
    public int compareTo(LetterId other) {
        return Comparator.comparingInt(LetterId::partition).thenComparingLong(LetterId::offset).compare(this, other);
    }

    @Override
    public String toString() {
        return partition + "-" + offset;
    }

    /** Parses ids as {@code dlq list} prints them. */
    static final class Converter implements ITypeConverter<LetterId> {

        @Override
        public LetterId convert(String text) {
            try {
                return parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(e.getMessage());
            }
        }
    }
}
