package dev.beckon.operator.dlq;

import org.apache.kafka.common.errors.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Dead letters cannot be read or replayed; the message gives the reason and what to do. */
final class DeadLettersException extends RuntimeException {

    private static final long serialVersionUID = 1;

    public DeadLettersException(String message) {
        super(message);
    }

    private DeadLettersException(String message, Throwable cause) {
        super(message, cause);
    }

    static DeadLettersException of(Throwable failure, @Nullable Object bootstrapServers) {
        String detail = failure.getCause() == null ? failure.getMessage() : failure.getCause().getMessage();
        return new DeadLettersException(failure instanceof TimeoutException
                ? "Kafka at %s does not answer: %s. Does it run, and can it be reached from here?"
                        .formatted(bootstrapServers, detail)
                : "Kafka at %s refuses: %s. What it asks of its clients goes into the file of --command-config."
                        .formatted(bootstrapServers, detail), failure);
    }
}
