package dev.beckon.localstack.commands;

import dev.beckon.localstack.StackFailedException;
import dev.beckon.localstack.deadletters.DeadLettersException;
import dev.beckon.localstack.deadletters.LetterId;
import dev.beckon.localstack.servers.ServerFailedException;
import dev.beckon.localstack.services.ServiceFailedException;
import java.time.Duration;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code ./beckon}: one subcommand per thing to do. */
@Command(name = "beckon", subcommands = {
    UpCommand.class, StatusCommand.class, DownCommand.class, TokenCommand.class, DlqCommand.class})
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
        // What is printed here is English and for programs: in Arabic or Persian "%d" has other digits, which no port has, and
        // a Turkish i is no i. Kafka, in this JVM, is no better off.
        Locale.setDefault(Locale.ROOT);
        // Before the first logger: Kafka's slf4j binding ends there.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .registerConverter(Duration.class, new DurationConverter())
                .registerConverter(LetterId.class, new LetterIdConverter())
                .setExecutionExceptionHandler(Main::failed);
    }

    private static int failed(Exception failure, CommandLine command, CommandLine.ParseResult parsed) throws Exception {
        if (failure instanceof StackFailedException
                || failure instanceof DeadLettersException
                || failure instanceof ServerFailedException
                || failure instanceof ServiceFailedException) {
            command.getErr().println(withCauses(failure));
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }

    /** The message, and below it why: a line for each cause that says more. */
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
