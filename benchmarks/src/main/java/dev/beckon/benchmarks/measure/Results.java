package dev.beckon.benchmarks.measure;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The results of earlier runs: a folder with one JSON file per run. */
public final class Results {

    private static final String SUFFIX = ".json";

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .enable(SerializationFeature.INDENT_OUTPUT);
    private final Path folder;

    public Results(Path folder) {
        this.folder = folder;
    }

    /** @return the new file */
    public Path add(Result result) throws IOException {
        Files.createDirectories(folder);
        Path file = folder.resolve("%s-%d-%d%s".formatted(
                result.benchmark(), result.size(), result.at().toEpochMilli(), SUFFIX));
        return Files.writeString(file, json.writeValueAsString(result));
    }

    public List<Result> all() throws IOException {
        List<Result> results = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.filter(one -> one.toString().endsWith(SUFFIX)).sorted().toList()) {
                    results.add(json.readValue(file.toFile(), Result.class));
                }
            }
        }
        return results;
    }
}
