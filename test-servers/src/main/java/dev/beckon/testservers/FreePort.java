package dev.beckon.testservers;

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
import java.util.stream.IntStream;

/**
 * Finds unused ports of 127.0.0.1, below the range that Linux and macOS use for outgoing connections, so that none of those takes
 * the port of a server that is down for a moment, or not up yet. Each port is given out once: until this JVM ends it stays claimed
 * by a lock on the byte of its number in a file that all JVMs of this user share. Thread-safe.
 */
public final class FreePort {

    private static final int LOWEST = 20_000;
    private static final int HIGHEST = 32_000;
    private static final int ATTEMPTS = 1_000;

    private static final FreePort OF_THIS_USER = new FreePort(claims(), LOWEST, HIGHEST);

    private final FileChannel claims;
    private final int lowest;
    private final int highest;

    /** @param claims is never closed: when a process closes any of its channels to a file, POSIX releases all its locks on that file */
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

    /** A free port that has another free one {@code above} ports above it. */
    public static int findPair(int above) {
        return OF_THIS_USER.next(0, above);
    }

    /**
     * Claims these ports, as if they had been found.
     *
     * @return false if one of them is in use, or given out
     */
    public static boolean claim(int... ports) {
        return OF_THIS_USER.areFree(ports);
    }

    /** A cache that another user has filled may not be readable. */
    private static Path claims() {
        Path cache = BinaryCache.ofThisUser().root();
        return (Files.isWritable(cache) ? cache : BinaryCache.readableByAll().root()).resolve("ports");
    }

    int next() {
        return next(0);
    }

    private int next(int... above) {
        RandomGenerator random = RandomGenerator.getDefault();
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            int port = random.nextInt(lowest, highest - above[above.length - 1]);
            if (areFree(IntStream.of(above).map(each -> port + each).toArray())) {
                return port;
            }
        }
        throw new ServerFailedException("no free port found between %d and %d".formatted(lowest, highest));
    }

    boolean areFree(int... ports) {
        return IntStream.of(ports).allMatch(port -> isOurs(port) && isFree(port));
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
