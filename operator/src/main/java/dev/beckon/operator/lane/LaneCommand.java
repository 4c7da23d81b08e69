package dev.beckon.operator.lane;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lane}: moves lanes between the PostgreSQL servers of {@code notification.shards}. */
@Command(name = "lane", mixinStandardHelpOptions = true, description = "move a lane's inboxes to another PostgreSQL server", subcommands = {
        LaneCommand.Move.class, LaneCommand.Clear.class})
public final class LaneCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "What to do? move or clear.");
    }

    /** The base of the subcommands: names the lane, and explains refusals. */
    private abstract static class OnLane implements Callable<Integer> {

        @Spec
        CommandSpec spec;

        @Parameters(paramLabel = "LANE", description = "0 to 63")
        int lane;

        @Option(names = "--user", defaultValue = "${env:PGUSER:-beckon}", description = "of both servers, as notification-service has it; or the variable PGUSER")
        private String user = "beckon";

        @Option(names = "--password", defaultValue = "${env:PGPASSWORD}", description = "rather the variable PGPASSWORD, or a file .pgpass")
        private @Nullable String password;

        abstract void run() throws SQLException;

        @Override
        public Integer call() {
            if (lane < 0 || lane > 63) {
                throw new ParameterException(spec.commandLine(), "A lane is a number from 0 to 63.");
            }
            try {
                run();
                return 0;
            } catch (LaneException | SQLException e) {
                spec.commandLine().getErr().println(e.getMessage());
                return 1;
            }
        }

        LaneServer open(String url) throws SQLException {
            return LaneServer.open(url, user, password, lane);
        }

        PrintWriter out() {
            return spec.commandLine().getOut();
        }
    }

    /** {@code lane move}: notification-services go on during the copy, and follow by themselves after it. */
    @Command(name = "move", mixinStandardHelpOptions = true, description = "copy a lane to another server and let all processes follow; may be repeated after a failure")
    static final class Move extends OnLane {

        @Option(names = "--from", required = true, paramLabel = "URL", description = "postgresql://host:port/database of the server that holds the lane, as in notification.shards")
        private String from = "";

        @Option(names = "--to", required = true, paramLabel = "URL", description = "the server to move it to, as in notification.shards")
        private String to = "";

        @Override
        void run() throws SQLException {
            try (LaneServer source = open(from); LaneServer target = open(to)) {
                new LaneMove(source, target, out()).run();
            }
            out().printf(
                    "Now correct notification.shards. After the next restart of every notification-service: lane clear %d --server %s%n",
                    lane, from);
        }
    }

    /** {@code lane clear}: deletes the copy that a moved lane has left behind. */
    @Command(name = "clear", mixinStandardHelpOptions = true, description = "delete what is left of a lane on a server that it has left")
    static final class Clear extends OnLane {

        @Option(names = "--server", required = true, paramLabel = "URL", description = "the server that the lane has left")
        private String server = "";

        @Override
        void run() throws SQLException {
            try (LaneServer left = open(server)) {
                if (left.movedTo() == null) {
                    throw new LaneException("Lane %d is on %s. Nothing is deleted.".formatted(lane, left));
                }
                out().printf("%d rows deleted%n", left.deleteCopy());
            }
        }
    }
}
