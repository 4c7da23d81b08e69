package dev.beckon.gateway;

import io.quarkus.runtime.ImageMode;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Logs at the start which transport carries messages; if it is not epoll, the line gives the reason, the cost and the remedy. */
@Startup
@Singleton
final class NativeTransport {

    private static final Logger LOG = Logger.getLogger(NativeTransport.class);

    NativeTransport(Vertx vertx) {
        LOG.info(words(vertx.isNativeTransportEnabled(), ImageMode.current().isNativeImage(), vertx.unavailableNativeTransportCause()));
    }

    /** @param cause why a library could not be loaded; null if none was asked for */
    static String words(boolean enabled, boolean executable, @Nullable Throwable cause) {
        if (enabled) {
            return "Transport: Netty's native one, epoll on Linux. Frames go straight to the kernel.";
        }
        if (executable) {
            // quarkus-vertx replaces VertxBuilder.nativeTransport() with the JDK's, regardless of configuration, and gives no cause.
            return "Transport: the JDK's selectors. This is a native executable, and Quarkus includes epoll in none. "
                    + "Each delivery, reply and connection costs more processor time: figures in docker/README.md, \"Native\". "
                    + "Nothing can be set; the image on the JVM has epoll.";
        }
        if (cause == null) {
            return "Transport: the JDK's selectors, as quarkus.vertx.prefer-native-transport=false asks for. "
                    + "They cost about a fifth more processor time than epoll (docker/README.md).";
        }
        return "Transport: the JDK's selectors, because Netty's epoll could not be loaded: " + root(cause) + ". "
                + "They cost about a fifth more processor time (docker/README.md). Epoll needs Linux with glibc, and a java.io.tmpdir ("
                + System.getProperty("java.io.tmpdir") + ") that is writable and may hold executable files.";
    }

    /** Netty wraps the reason twice, and its own messages name no file. */
    private static Throwable root(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
