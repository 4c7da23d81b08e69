package dev.beckon.testservers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;

/**
 * The directory of unpacked executables and of what they made: {@code $XDG_CACHE_HOME/beckon} or {@code ~/.cache/beckon}, one folder per content, shared
 * by all projects and processes of a user. A folder appears complete or not at all.
 */
final class BinaryCache {

    private final Path root;

    BinaryCache(Path root) {
        this.root = root;
    }

    static BinaryCache ofThisUser() {
        String configured = System.getenv("XDG_CACHE_HOME");
        Path caches = configured == null || configured.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache")
                : Path.of(configured);
        try {
            return new BinaryCache(Files.createDirectories(caches.resolve("beckon")));
        } catch (IOException noHome) {
            return readableByAll();
        }
    }

    /** Under the directory for temporary files: homes are closed to other users. */
    static BinaryCache readableByAll() {
        String user = System.getProperty("user.name");
        Path root = Path.of(System.getProperty("java.io.tmpdir"), "beckon-" + user);
        try {
            // Any user may create folders there; one that is not ours could hold anything.
            if (!Files.getOwner(Files.createDirectories(root), LinkOption.NOFOLLOW_LINKS).getName().equals(user)) {
                throw new ServerFailedException("%s belongs to another user: delete it".formatted(root));
            }
            return new BinaryCache(root);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot create " + root, e);
        }
    }

    Path root() {
        return root;
    }

    /** The folder above {@code bin/postgres}. */
    Path postgres() {
        String archive = Platform.current().postgresArchive();
        return unpacked(archive, "postgres", BinaryCache::untar);
    }

    /** The executable itself. */
    Path redis() {
        String executable = Platform.current().redisExecutable();
        return unpacked(executable, "redis", (in, folder) -> {
            Path file = folder.resolve("redis-server");
            Files.copy(in, file);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        }).resolve("redis-server");
    }

    private Path unpacked(String resource, String name, Unpacking unpacking) {
        try {
            return folder(name + "-" + checksum(resource), unfinished -> {
                try (InputStream in = open(resource)) {
                    unpacking.unpack(in, unfinished);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException("cannot unpack %s to %s".formatted(resource, root), e);
        }
    }

    /** The folder of this name. If it is not there yet, {@code filling} fills it first. */
    Path folder(String name, Filling filling) throws IOException {
        Path folder = root.resolve(name);
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(root);
            Path unfinished = Files.createTempDirectory(root, "unfinished-");
            Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
            filling.fill(unfinished);
            publish(unfinished, folder);
        }
        return folder;
    }

    private static void publish(Path unfinished, Path folder) throws IOException {
        try {
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileSystemException otherWasFirst) {
            Directories.delete(unfinished);
            if (!Files.isDirectory(folder)) {
                throw otherWasFirst;
            }
        }
    }

    private static String checksum(String resource) throws IOException {
        CRC32 crc = new CRC32();
        try (InputStream in = open(resource)) {
            byte[] buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                crc.update(buffer, 0, n);
            }
        }
        return Long.toHexString(crc.getValue());
    }

    private static InputStream open(String resource) {
        InputStream in = BinaryCache.class.getResourceAsStream("/" + resource);
        if (in == null) {
            throw new ServerFailedException(resource
                    + " is not on the class path: this operating system or processor is not supported"
                    + " (Linux and macOS are, on x86-64 and ARM64).");
        }
        return in;
    }

    private static void untar(InputStream txz, Path folder) throws IOException {
        try (TarArchiveInputStream tar = new TarArchiveInputStream(new XZCompressorInputStream(txz))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                Path target = folder.resolve(entry.getName()).normalize();
                if (entry.isDirectory()) {
                    Files.createDirectories(target);
                    continue;
                }
                Files.createDirectories(target.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(target, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, target);
                    boolean executable = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(
                            target, PosixFilePermissions.fromString(executable ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    @FunctionalInterface
    interface Filling {

        void fill(Path folder) throws IOException;
    }

    @FunctionalInterface
    private interface Unpacking {

        void unpack(InputStream in, Path folder) throws IOException;
    }
}
