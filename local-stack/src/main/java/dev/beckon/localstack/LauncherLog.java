package dev.beckon.localstack;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.logging.FileHandler;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Writes the log of the Kafka inside this JVM to {@code kafka.log}, which keeps the terminal for the command's own output. */
public final class LauncherLog {

    private LauncherLog() {}

    /** @param logs the folder of {@code kafka.log} */
    public static void to(Path logs) {
        try {
            Files.createDirectories(logs);
            Handler file = new FileHandler(logs.resolve("kafka.log").toString(), true);
            file.setFormatter(new SimpleFormatter());
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
