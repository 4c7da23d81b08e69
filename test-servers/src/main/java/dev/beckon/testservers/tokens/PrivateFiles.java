package dev.beckon.testservers.tokens;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read or list: a reader of the key could act as any user. A file appears complete or not at all. */
final class PrivateFiles {

    private PrivateFiles() {}

    /** Creates the directory, or revokes other users' rights on an existing one. */
    static Path directory(Path directory) throws IOException {
        Path made = Files.createDirectories(directory.toAbsolutePath());
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
    }

    /** For a file that an earlier version, or a person, has left open. */
    static void restrict(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** Replaces the existing file. */
    static Path replace(Path file, String content) throws IOException {
        return Files.move(unfinished(file, content), file, StandardCopyOption.ATOMIC_MOVE);
    }

    static void writeIfMissing(Path file, String content) throws IOException {
        Path unfinished = unfinished(file, content);
        try {
            // A link, unlike a move, fails where another process was first.
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException otherWasFirst) {
            // The other process's content is as good as ours.
        } finally {
            Files.delete(unfinished);
        }
    }

    /** {@code createTempFile} makes files that only their owner may read. */
    private static Path unfinished(Path file, String content) throws IOException {
        return Files.writeString(Files.createTempFile(file.getParent(), "key", ".unfinished"), content);
    }
}
