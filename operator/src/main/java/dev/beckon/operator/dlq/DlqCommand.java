package dev.beckon.operator.dlq;

import java.io.PrintWriter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code dlq}: lists, shows and replays the records that notification-service has set aside. */
@Command(name = "dlq", mixinStandardHelpOptions = true, description = "look at records that could not be stored, and give them back", subcommands = {
        DlqCommand.ListThem.class, DlqCommand.Show.class, DlqCommand.GiveBack.class})
public final class DlqCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to do? list, show or replay.");
    }

    /** The base of the three subcommands: opens the dead letters, and explains Kafka's refusals. */
    private abstract static class OnKafka implements Callable<Integer> {

        @Spec
        CommandSpec spec;

        @Mixin
        private KafkaOptions kafka;

        abstract int run(DeadLetterReader letters);

        @Override
        public Integer call() {
            try (DeadLetterReader letters = kafka.open()) {
                return run(letters);
            } catch (DeadLettersException e) {
                spec.commandLine().getErr().println(e.getMessage());
                return 1;
            }
        }

        PrintWriter out() {
            return spec.commandLine().getOut();
        }
    }

    /** {@code dlq list}: prints one line for each dead letter, newest last. */
    @Command(name = "list", mixinStandardHelpOptions = true, description = "the newest dead letters, newest last")
    static final class ListThem extends OnKafka {

        /** Width of the column, in characters: a mention's id fits. */
        private static final int KEY = 38;

        private static final String ROW = "%-8s %-20s  %-10s  %-18s  %-38s  %s%n";

        @Option(names = "--limit", defaultValue = "20", paramLabel = "N", description = "how many at most; default ${DEFAULT-VALUE}")
        private int limit;

        @Option(names = "--reason", paramLabel = "TEXT", description = "only those whose reason contains it")
        private @Nullable String reason;

        @Override
        public Integer call() {
            if (limit < 1) {
                throw new ParameterException(spec.commandLine(), "--limit is at least 1");
            }
            return super.call();
        }

        @Override
        int run(DeadLetterReader letters) {
            List<DeadLetter> newest = letters.newest(limit, reason);
            if (newest.isEmpty()) {
                out().println("There are no dead letters" + (reason == null ? "." : " with this reason."));
                return 0;
            }
            out().printf(ROW, "ID", "SET ASIDE", "CAUSE", "ORIGIN", "KEY", "REASON");
            newest.forEach(letter -> out().printf(ROW, letter.id(), letter.at().truncatedTo(ChronoUnit.SECONDS),
                    Printable.text(letter.cause()), Printable.text(letter.origin()), key(letter), Printable.text(letter.reason())));
            return 0;
        }

        private static String key(DeadLetter letter) {
            String key = Printable.line(letter.key());
            return key.length() <= KEY ? key : key.substring(0, KEY - 1) + "…";
        }
    }

    /** {@code dlq show}: prints one dead letter in full. */
    @Command(name = "show", mixinStandardHelpOptions = true, description = "one dead letter: its headers, its key, its value as text or else as hex")
    static final class Show extends OnKafka {

        @Parameters(paramLabel = "ID", description = "as list prints it", converter = LetterId.Converter.class)
        private LetterId id;

        @Override
        int run(DeadLetterReader letters) {
            Optional<DeadLetter> found = letters.find(id);
            if (found.isEmpty()) {
                spec.commandLine().getErr().printf("There is no dead letter %s, or no more. See dlq list.%n", id);
                return 1;
            }
            print(found.get());
            return 0;
        }

        private void print(DeadLetter letter) {
            byte[] value = letter.value();
            out().printf("set aside: %s%n", letter.at());
            letter.headers().forEach(header -> out().printf("%s: %s%n", Printable.text(header.key()), Printable.line(header.value())));
            out().printf("key: %s%n", Printable.line(letter.key()));
            out().printf("value: %s%n%n", value == null ? "(none)" : value.length + " bytes");
            out().println(Printable.block(value));
        }
    }

    /** {@code dlq replay}: replays dead letters. The exit code is 0 only if all requested ones were replayed. */
    @Command(name = "replay", mixinStandardHelpOptions = true, description = "give dead letters back to the Kafka topic they came from; what is stored already stays one")
    static final class GiveBack extends OnKafka {

        @Parameters(paramLabel = "ID", arity = "0..*", description = "as list prints them", converter = LetterId.Converter.class)
        private List<LetterId> ids = new ArrayList<>();

        @Option(names = "--all", description = "all there are, instead of ids")
        private boolean all;

        @Option(names = "--reason", paramLabel = "TEXT", description = "with --all: only those whose reason contains it")
        private @Nullable String reason;

        @Option(names = "--force", description = "also those whose bytes could not be read, after a change of notification-service")
        private boolean force;

        private int replayed;
        private int refused;

        @Override
        public Integer call() {
            if (all != ids.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "Name the dead letters by their ids, or --all of them.");
            }
            if (reason != null && !all) {
                throw new ParameterException(spec.commandLine(), "--reason goes with --all.");
            }
            return super.call();
        }

        @Override
        int run(DeadLetterReader letters) {
            try (Replay replay = letters.replay()) {
                if (all) {
                    letters.forEach(letter -> {
                        if (reason == null || letter.reason().contains(reason)) {
                            replay(letter, replay);
                        }
                    });
                } else {
                    ids.forEach(id -> letters.find(id).ifPresentOrElse(found -> replay(found, replay),
                            () -> refuse(id, "there is no such dead letter, or no more")));
                }
            }
            out().printf("%d replayed, %d not%n", replayed, refused);
            return refused == 0 ? 0 : 1;
        }

        private void replay(DeadLetter letter, Replay replay) {
            letter.objection(force).ifPresentOrElse(objection -> refuse(letter.id(), objection), () -> {
                out().printf("%s replayed to %s%n", letter.id(), replay.send(letter));
                replayed++;
            });
        }

        private void refuse(LetterId id, String why) {
            out().printf("%s not replayed: %s%n", id, why);
            refused++;
        }
    }
}
