package dev.beckon.channels.lab;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;

/** Records all log messages of a category while it is open, from debug level on. */
public final class Recorder extends Handler implements AutoCloseable {

    private static final Formatter TEXTS = new PatternFormatter("%s");

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final Logger logger;
    private final Level level;
    private final Level console;

    public Recorder(String category) {
        this.logger = Logger.getLogger(category);
        this.level = logger.getLevel();
        this.console = Logger.getLogger("").getHandlers()[0].getLevel();
        Logger.getLogger("").getHandlers()[0].setLevel(Level.INFO);
        logger.addHandler(this);
        logger.setLevel(Level.FINE);
    }

    public List<String> lines() {
        return List.copyOf(lines);
    }

    @Override
    public void publish(LogRecord line) {
        lines.add(line.getLevel() + " " + TEXTS.formatMessage(line) + " " + line.getThrown());
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
        logger.removeHandler(this);
        logger.setLevel(level);
        Logger.getLogger("").getHandlers()[0].setLevel(console);
    }
}
