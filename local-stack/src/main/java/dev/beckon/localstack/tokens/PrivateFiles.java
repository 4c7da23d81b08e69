package dev.beckon.localstack.tokens;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Files that only their owner may read or list: whoever reads a key may speak as any user. A file appears complete or not at all. */
final class PrivateFiles {

    private PrivateFiles() {}

    /** Makes the directory, or takes its rights from others if it is there. */
    static Path directory(Path directory) throws IOException {
        Path made = Files.createDirectories(directory.toAbsolutePath());
        return Files.setPosixFilePermissions(made, PosixFilePermissions.fromString("rwx------"));
    }

    /** For a file that an earlier version, or a person, has left open. */
    static void restrict(Path file) throws IOException {
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    /** In place of what is there. */
    static Path replace(Path file, String content) throws IOException {
        return Files.move(unfinished(file, content), file, StandardCopyOption.ATOMIC_MOVE);
    }

    static void writeIfMissing(Path file, String content) throws IOException {
        Path unfinished = unfinished(file, content);
        try {
            // A link, unlike a move, fails where another process was first.
            Files.createLink(file, unfinished);
        } catch (FileAlreadyExistsException otherWasFirst) {
            // Its content is as good as ours.
        } finally {
            Files.delete(unfinished);
        }
    }

    /** {@code createTempFile} makes files that only their owner may read. */
    private static Path unfinished(Path file, String content) throws IOException {
        return Files.writeString(Files.createTempFile(file.getParent(), "key", ".unfinished"), content);
    }
}
