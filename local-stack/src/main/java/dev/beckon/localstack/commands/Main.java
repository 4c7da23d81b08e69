package dev.beckon.localstack.commands;

import dev.beckon.localstack.StackFailedException;
import dev.beckon.localstack.deadletters.DeadLettersException;
import dev.beckon.localstack.deadletters.LetterId;
import dev.beckon.localstack.servers.ServerFailedException;
import dev.beckon.localstack.services.ServiceFailedException;
import java.time.Duration;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of {@code ./beckon}: one subcommand per thing to do. */
@Command(name = "beckon", subcommands = {
    UpCommand.class, StatusCommand.class, DownCommand.class, TokenCommand.class, DlqCommand.class})
public final class Main {

    private Main() {}

    public static void main(String[] arguments) {
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
            command.getErr().println(failure.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw failure;
    }
}
