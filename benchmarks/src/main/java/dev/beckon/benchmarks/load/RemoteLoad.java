package dev.beckon.benchmarks.load;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Path;

/** A load process as the process that gives the orders sees it. */
record RemoteLoad(Process process, BufferedReader out, BufferedWriter in) implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    static RemoteLoad launch() throws IOException {
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m", "-XX:+UseSerialGC", "-cp", System.getProperty("java.class.path"), LoadProcess.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new RemoteLoad(process, process.inputReader(), process.outputWriter());
    }

    long pid() {
        return process.pid();
    }

    void send(Order order) throws IOException {
        in.write(JSON.writerFor(Order.class).writeValueAsString(order));
        in.newLine();
        in.flush();
    }

    /** @throws IOException also if the process could not carry out the order */
    LoadAnswer answer() throws IOException {
        String line = out.readLine();
        if (line == null) {
            throw new IOException("a load process has ended");
        }
        LoadAnswer answer = JSON.readValue(line, LoadAnswer.class);
        if (!answer.failure().isEmpty()) {
            throw new IOException("a load process failed: " + answer.failure());
        }
        return answer;
    }

    @Override
    public void close() {
        process.destroy();
    }
}
