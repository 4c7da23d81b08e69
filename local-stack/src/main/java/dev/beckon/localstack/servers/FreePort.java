package dev.beckon.localstack.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.random.RandomGenerator;

/**
 * Finds ports of 127.0.0.1 that nobody uses. They lie below the range that Linux and macOS take for outgoing connections,
 * so that none of those gets the port of a server that is down for a moment, or not up yet. Each is given out once: it stays
 * claimed until this JVM ends, by a lock on the byte of its number in a file that all JVMs of this user share. Thread-safe.
 */
public final class FreePort {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private static final FreePort OF_THIS_USER = new FreePort(claims(), LOWEST, HIGHEST);

    private final FileChannel claims;
    private final int lowest;
    private final int highest;

    /** @param claims is never closed: with the first of its channels that is, POSIX gives up all locks of a process on a file */
    FreePort(Path claims, int lowest, int highest) {
        try {
            this.claims = FileChannel.open(claims, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + claims, e);
        }
        this.lowest = lowest;
        this.highest = highest;
    }

    public static int find() {
        return OF_THIS_USER.next();
    }

    /** A cache that somebody else has filled may be closed to us. */
    private static Path claims() {
        Path cache = BinaryCache.ofThisUser().root();
        return (Files.isWritable(cache) ? cache : BinaryCache.readableByAll().root()).resolve("ports");
    }

    int next() {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(lowest, highest);
            if (isOurs(port) && isFree(port)) {
                return port;
            }
        }
        throw new ServerFailedException("no free port found between %d and %d".formatted(lowest, highest));
    }

    private boolean isOurs(int port) {
        try {
            return claims.tryLock(port, 1, false) != null;
        } catch (OverlappingFileLockException givenOutBefore) {
            return false;
        } catch (IOException noLocksOnThisFileSystem) {
            return true;
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException inUse) {
            return false;
        }
    }
}
