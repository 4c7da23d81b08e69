package dev.beckon.conformance.scenario;

import dev.beckon.conformance.transcript.Venue;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * The unmodified JavaPhoenixClient 1.1.4, beside the newer one of the class path: plays the same scenarios in a class loader of its
 * own that has this version and the libraries that it brings to its users.
 */
public final class OlderJavaPhoenixClient {

    public static final String VERSION = "1.1.4";

    private static final Path JARS = Path.of("target", "java-phoenix-client-" + VERSION);

    private OlderJavaPhoenixClient() {}

    public static Playbill play(Venue venue) {
        try {
            return (Playbill) scenarios().getMethod("playWithoutFunctions", Venue.class).invoke(null, venue);
        } catch (ReflectiveOperationException e) {
            throw new AssertionError("the scenarios do not fit JavaPhoenixClient " + VERSION, e);
        }
    }

    /** {@link JavaPhoenixClient}, linked against the older client. */
    static Class<?> scenarios() throws ClassNotFoundException {
        return Class.forName(JavaPhoenixClient.class.getName(), true, new Apart(locations()));
    }

    /** The locations of the client, its libraries, and the scenarios. */
    private static URL[] locations() {
        URL scenarios = JavaPhoenixClient.class.getProtectionDomain().getCodeSource().getLocation();
        try (Stream<Path> jars = Files.list(JARS)) {
            return Stream.concat(Stream.of(scenarios), jars.map(OlderJavaPhoenixClient::url)).toArray(URL[]::new);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static URL url(Path jar) {
        try {
            return jar.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stays open, because scenarios are played only after all are listed. */
    private static final class Apart extends URLClassLoader {

        private static final List<String> OWN = List.of("org.phoenixframework.", "okhttp3.", "okio.", "com.google.gson.",
                JavaPhoenixClient.class.getPackageName() + ".");

        Apart(URL[] locations) {
            super(locations, JavaPhoenixClient.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.equals(Playbill.class.getName()) || OWN.stream().noneMatch(name::startsWith)) {
                return super.loadClass(name, resolve);
            }
            synchronized (getClassLoadingLock(name)) {
                Class<?> loaded = findLoadedClass(name);
                return loaded == null ? findClass(name) : loaded;
            }
        }
    }
}
