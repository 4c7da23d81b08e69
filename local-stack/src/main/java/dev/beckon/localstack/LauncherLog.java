package dev.beckon.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Writes the log of the Kafka inside this JVM to {@code kafka.log}, which keeps the terminal for the command's own output. */
public final class LauncherLog {

    /**
     * Kafka logs as warnings that its controller becomes active, as the only one does at each start, and that a client is closed twice,
     * as its own code does at each stop. A log of a healthy run has no warnings, so that a real one is seen.
     */
    private static final List<String> OF_A_HEALTHY_RUN = List.of(
            "Performing controller activation.", "Attempting to close NetworkClient that has already been closed.");

    private LauncherLog() {}

    /** @param logs the folder of {@code kafka.log} */
    public static void to(Path logs) {
        try {
            Files.createDirectories(logs);
            Handler file = new FileHandler(logs.resolve("kafka.log").toString(), true);
            file.setFormatter(new SimpleFormatter());
            file.setFilter(record -> OF_A_HEALTHY_RUN.stream().noneMatch(text -> String.valueOf(record.getMessage()).contains(text)));
            Logger root = Logger.getLogger("");
            for (Handler handler : root.getHandlers()) {
                root.removeHandler(handler);
            }
            root.addHandler(file);
            root.setLevel(Level.INFO);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot log to " + logs, e);
        }
    }
}
