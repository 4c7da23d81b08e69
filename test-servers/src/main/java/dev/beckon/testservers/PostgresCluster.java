package dev.beckon.testservers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;

/**
 * PostgreSQL's data directory, created once, with one user and one database. It gets its final name only when it is complete, so
 * that an interrupted start leaves nothing half-made.
 */
record PostgresCluster(Path executables, PostgresUser user, Path directory) {

    static final String NAME = "beckon";

    /** The user may create databases, as tests need, but is no superuser: production grants no more. */
    private static final String BOOTSTRAP = """
            CREATE ROLE %1$s LOGIN CREATEDB PASSWORD '%1$s'
            CREATE DATABASE %1$s OWNER %1$s
            """.formatted(NAME);

    Path data() {
        return directory.resolve("data");
    }

    Path log() {
        return directory.resolve("postgres.log");
    }

    void createIfMissing() {
        try {
            if (Files.exists(data())) {
                return;
            }
            Path unfinished = directory.resolve("data.unfinished");
            Directories.delete(unfinished);
            // C.UTF-8: sorts by code point, the same on every machine.
            run("", "initdb", "-D", unfinished.toString(), "--username=postgres", "--auth=scram-sha-256",
                    "--pwfile=" + passwordFile(), "--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8");
            run(BOOTSTRAP, "postgres", "--single", "-D", unfinished.toString(), "postgres");
            Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a PostgreSQL data directory in " + directory, e);
        }
    }

    private Path passwordFile() throws IOException {
        return Files.writeString(directory.resolve("superuser-password"), "postgres");
    }

    private void run(String input, String executable, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(executables.resolve("bin/" + executable).toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(user.command(command))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start();
        try (var in = process.outputWriter(StandardCharsets.UTF_8)) {
            in.write(input);
        }
        try {
            if (process.waitFor() != 0) {
                throw new ServerFailedException("PostgreSQL's %s failed; see %s".formatted(executable, log()));
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new ServerFailedException("interrupted while PostgreSQL was set up", e);
        }
    }
}
