package dev.beckon.testservers.processes;

import java.io.IOException;
import java.io.UncheckedIOException;

/** The POSIX signals we send; Java itself offers only TERM and KILL. */
public enum Signal {
    TERM, INT, QUIT, KILL, STOP, CONT;

    /** Does nothing if the process has ended. */
    public void sendTo(ProcessHandle process) {
        try {
            // The shell's builtin: a minimal system has no /bin/kill.
            new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\" 2>/dev/null", name(), Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
