package dev.beckon.launcher;

import dev.beckon.localstack.StackFailedException;
import dev.beckon.localstack.services.ServiceFailedException;
import dev.beckon.operator.dlq.DlqCommand;
import dev.beckon.operator.dlq.KafkaOptions;
import dev.beckon.testservers.ServerFailedException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code ./beckon}; each task is a subcommand. */
@Command(name = "./beckon", synopsisSubcommandLabel = "COMMAND", footer = "%nEach but verify and bench explains itself with ./beckon help COMMAND. Needs a JDK 25 or newer and Node 20 or newer.", subcommands = {
        UpCommand.class, StatusCommand.class, OpenCommand.class, DownCommand.class, TokenCommand.class, MentionCommand.class,
        DlqCommand.class,
        TestCommand.class, NewCommand.class,
        BuildCommands.Bench.class, BuildCommands.Verify.class, BuildCommands.Format.class, BuildCommands.Build.class,
        CommandLine.HelpCommand.class})
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // Programs parse this output, and it is in English. An Arabic or Persian locale prints "%d" with other digits, which break
        // port numbers, and a Turkish locale changes the case of "i". Kafka in this JVM has the same problem.
        Locale.setDefault(Locale.ROOT);
        // Set it before the first logger exists: Kafka's slf4j binding logs through this manager.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(commandLine().execute(arguments.length == 0 ? new String[] {"help"} : arguments));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Main(), Main::make);
        CommandLine.IParameterExceptionHandler standard = line.getParameterExceptionHandler();
        return line.registerConverter(Duration.class, new DurationConverter())
                .setParameterExceptionHandler((misuse, arguments) -> misuse.getCommandLine().getParent() == null
                        && misuse instanceof CommandLine.UnmatchedArgumentException unmatched
                                ? unknown(unmatched)
                                : standard.handleParseException(misuse, arguments))
                .setExecutionExceptionHandler(Main::failed);
    }

    private static int unknown(CommandLine.UnmatchedArgumentException command) {
        command.getCommandLine().getErr().printf("beckon: there is no command '%s'; ./beckon help lists them.%n",
                command.getUnmatched().getFirst());
        return CommandLine.ExitCode.USAGE;
    }

    /** Makes {@code dlq} read the local stack's Kafka unless its options name another one. */
    private static <K> K make(Class<K> type) throws Exception {
        return type == KafkaOptions.class ? type.cast(new StackKafka()) : CommandLine.defaultFactory().create(type);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof StackFailedException
                || failure instanceof ServerFailedException
                || failure instanceof ServiceFailedException) {
            command.getErr().println(withCauses(failure));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    /** The message, then one line for each cause that adds information. */
    private static String withCauses(Exception failure) {
        StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
        for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
            if (cause.getMessage() == null || text.indexOf(cause.getMessage()) < 0) {
                text.append(System.lineSeparator()).append("  because of ").append(cause);
            }
        }
        return text.toString();
    }
}
