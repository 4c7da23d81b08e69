package dev.beckon.systemtests.stack;

import dev.beckon.localstack.services.Management;
import dev.beckon.localstack.services.ServiceProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One process seen from outside: its memory, open files, health, metrics and log. */
public final class Vitals {

    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final Pattern TOTAL = Pattern.compile("Total\\s+\\d+\\s+(\\d+)\\s*$");
    private static final Pattern OPEN_FILES = Pattern.compile("^process_files_open_files\\S* (\\S+)$", Pattern.MULTILINE);

    private final ServiceProcess process;

    Vitals(ServiceProcess process) {
        this.process = process;
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** The heap's size after a full collection, which this call requests. */
    public long heapBytes() {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process histogram = new ProcessBuilder(jcmd, Long.toString(pid()), "GC.class_histogram").redirectErrorStream(true).start();
            return number(TOTAL, new String(histogram.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Files and connections. */
    public long openFiles() {
        return number(OPEN_FILES, metrics());
    }

    private static long number(Pattern pattern, String text) {
        Matcher found = pattern.matcher(text);
        if (!found.find()) {
            throw new AssertionError("there is no " + pattern + " in: " + text);
        }
        return (long) Double.parseDouble(found.group(1));
    }

    /** Calls the liveness probe as Kubernetes does. @return the HTTP status */
    public int liveness() throws IOException {
        return get("/q/health/live").statusCode();
    }

    public String metrics() {
        try {
            return get("/q/metrics").body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private HttpResponse<String> get(String path) throws IOException {
        URI address = Management.of(process.url()).resolve(path);
        try {
            return HTTP.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /** The whole log since the first start. */
    public String log() {
        try {
            return Files.readString(process.log());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
