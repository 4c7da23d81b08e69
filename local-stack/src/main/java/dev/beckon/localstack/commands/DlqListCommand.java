package dev.beckon.localstack.commands;

import dev.beckon.localstack.deadletters.DeadLetter;
import dev.beckon.localstack.deadletters.DeadLetters;
import dev.beckon.localstack.deadletters.Printable;
import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code ./beckon dlq list}: one line for each dead letter, newest last. */
@Command(name = "list", mixinStandardHelpOptions = true, description = "the newest dead letters, newest last")
final class DlqListCommand implements Callable<Integer> {

    /** A mention's id fits. */
    private static final int KEY = 38;

    private static final String ROW = "%-8s %-20s  %-10s  %-18s  %-38s  %s%n";

    @Spec
    private CommandSpec spec;

    @Mixin
    private KafkaOptions kafka;

    @Option(names = "--limit", defaultValue = "20", paramLabel = "N", description = "how many at most; default ${DEFAULT-VALUE}")
    private int limit;

    @Option(names = "--reason", paramLabel = "TEXT", description = "only those whose reason contains it")
    private @Nullable String reason;

    @Override
    public Integer call() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--limit is at least 1");
        }
        PrintWriter out = spec.commandLine().getOut();
        try (DeadLetters letters = kafka.open()) {
            List<DeadLetter> newest = letters.newest(limit, reason);
            if (newest.isEmpty()) {
                out.println("There are no dead letters" + (reason == null ? "." : " with this reason."));
                return 0;
            }
            out.printf(ROW, "ID", "SET ASIDE", "CAUSE", "ORIGIN", "KEY", "REASON");
            newest.forEach(letter -> out.printf(ROW, letter.id(), letter.at().truncatedTo(ChronoUnit.SECONDS),
                    Printable.text(letter.cause()), Printable.text(letter.origin()), key(letter),
                    Printable.text(letter.reason())));
        }
        return 0;
    }

    private static String key(DeadLetter letter) {
        String key = Printable.line(letter.key());
        return key.length() <= KEY ? key : key.substring(0, KEY - 1) + "…";
    }
}
