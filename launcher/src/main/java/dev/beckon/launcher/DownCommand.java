package dev.beckon.launcher;

import dev.beckon.localstack.state.RunLock;
import dev.beckon.testservers.processes.ProcessRecord;
import dev.beckon.testservers.processes.Signal;
import dev.beckon.testservers.processes.Waiting;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./beckon down}: asks the launcher to stop the stack, and waits until it has. */
@Command(name = "down", description = "stop the stack; its data stays")
final class DownCommand implements Callable<Integer> {

    /** Gateways may take 20 s to drain, and so may each of the other services, which stop after them. */
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateDirectory directory;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Optional<ProcessHandle> launcher = RunLock.holder(directory.path());
        if (launcher.isEmpty()) {
            out.println("No stack is running.");
            return 0;
        }
        Signal.TERM.sendTo(launcher.get());
        if (!Waiting.until(() -> !ProcessRecord.isRunning(launcher.get()), PATIENCE)) {
            spec.commandLine().getErr().printf("The launcher (pid %d) still runs after %d s.%n",
                    launcher.get().pid(), PATIENCE.toSeconds());
            return 1;
        }
        out.println("Stopped.");
        return 0;
    }
}
