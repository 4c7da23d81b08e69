package dev.beckon.benchmarks.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The machine and software of a measurement.
 *
 * @param flags flags of the measured JVM
 */
public record Machine(String cpu, int cores, String memory, String kernel, String jvm, String quarkus, List<String> flags) {

    private static final Pattern MODEL = Pattern.compile("model name\\s*:\\s*(.+)");
    private static final Pattern TOTAL = Pattern.compile("MemTotal:\\s*(\\d+) kB");
    private static final Pattern CORE_JAR = Pattern.compile(".*quarkus-core-(\\d.*)\\.jar");

    /**
     * @param libraries the folder of a packaged service's libraries
     * @param pid the measured JVM, which differs from this one only in its flags
     */
    public static Machine here(Path libraries, long pid) {
        return new Machine(
                first(MODEL, read(Path.of("/proc/cpuinfo"))).orElse(System.getProperty("os.arch")),
                Runtime.getRuntime().availableProcessors(),
                first(TOTAL, read(Path.of("/proc/meminfo"))).map(kb -> Long.parseLong(kb) / 1_048_576 + " GB").orElse("?"),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("java.vendor.version") + " (" + System.getProperty("java.vm.version") + ")",
                quarkus(libraries),
                ProcessStat.jvmFlags(pid));
    }

    static Optional<String> first(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
    }

    private static String quarkus(Path libraries) {
        try (Stream<Path> jars = Files.list(libraries)) {
            return jars.map(jar -> CORE_JAR.matcher(jar.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(jar -> jar.group(1))
                    .findFirst()
                    .orElse("?");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            return "";
        }
    }
}
