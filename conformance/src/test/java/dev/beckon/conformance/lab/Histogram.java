package dev.beckon.conformance.lab;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The live objects of another JVM, by {@code jcmd}, which collects garbage first: it finds leaks without counters in the process. */
record Histogram(Map<String, Long> ownInstances, long heapBytes) {

    private static final Pattern ROW = Pattern.compile("\\s*\\d+:\\s+(\\d+)\\s+(\\d+)\\s+(\\S+).*");
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)");
    private static final String OWN = "dev.beckon.";

    static Histogram of(long pid) throws IOException {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        Process process = new ProcessBuilder(jcmd, Long.toString(pid), "GC.class_histogram").redirectErrorStream(true).start();
        List<String> lines = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        Map<String, Long> own = new HashMap<>();
        for (String line : lines) {
            Matcher row = ROW.matcher(line);
            if (row.matches() && row.group(3).startsWith(OWN)) {
                own.put(row.group(3), Long.parseLong(row.group(1)));
            }
        }
        Matcher total = TOTAL.matcher(lines.getLast());
        if (!total.matches()) {
            throw new IOException("jcmd says: " + lines);
        }
        return new Histogram(own, Long.parseLong(total.group(1)));
    }
}
