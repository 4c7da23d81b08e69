package dev.beckon.operator;

import dev.beckon.operator.dlq.DlqCommand;
import dev.beckon.operator.lane.LaneCommand;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The entry point of the operator's tool, which its image runs; each task is a subcommand. */
@Command(name = "operator", mixinStandardHelpOptions = true, description = "look after a running Beckon", subcommands = {
        DlqCommand.class, LaneCommand.class})
public final class Operator {

    private Operator() {}

    public static void main(String[] arguments) {
        // Programs parse this output, and it is in English. An Arabic locale prints "%d" with other digits, and a Turkish locale
        // changes the case of "i".
        Locale.setDefault(Locale.ROOT);
        // Set it before the first logger exists: Kafka's slf4j binding logs through this manager.
        System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Operator());
    }
}
