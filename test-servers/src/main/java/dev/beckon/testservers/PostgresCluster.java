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

    /** C.UTF-8 sorts by code point, the same on every machine. */
    private static final List<String> SETTINGS = List.of("--username=postgres", "--auth=scram-sha-256", "--encoding=UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8");

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
            if (user.isAnother()) {
                create(unfinished); // PostgreSQL has to own the files, which a copy of ours would not allow
            } else {
                Directories.copy(template(), unfinished);
            }
            Files.move(unfinished, data(), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create a PostgreSQL data directory in " + directory, e);
        }
    }

    /** A data directory that no server has used; to make one takes PostgreSQL a second of processor time and more. */
    private Path template() throws IOException {
        String content = Integer.toHexString((SETTINGS + BOOTSTRAP).hashCode());
        return user.executables().folder(executables.getFileName() + "-data-" + content, folder -> create(folder.resolve("data"))).resolve(
                "data");
    }

    private void create(Path data) throws IOException {
        Path password = Files.writeString(directory.resolve("superuser-password"), "postgres");
        List<String> arguments = new ArrayList<>(List.of("-D", data.toString(), "--pwfile=" + password));
        arguments.addAll(SETTINGS);
        run("", "initdb", arguments);
        run(BOOTSTRAP, "postgres", List.of("--single", "-D", data.toString(), "postgres"));
    }

    private void run(String input, String executable, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(executables.resolve("bin/" + executable).toString()));
        command.addAll(arguments);
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
