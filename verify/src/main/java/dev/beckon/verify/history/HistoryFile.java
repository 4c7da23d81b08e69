package dev.beckon.verify.history;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.testclients.Json;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Stores a history as lines of JSON, the kind of fact first: to read, to {@code grep}, and to check again. */
public final class HistoryFile {

    private static final String KIND = "fact";

    private static final Map<String, Class<?>> KINDS = Stream.of(Fact.class.getPermittedSubclasses())
            .collect(Collectors.toMap(Class::getSimpleName, Function.identity()));

    private HistoryFile() {}

    public static void write(History history, Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        try (BufferedWriter out = Files.newBufferedWriter(file)) {
            for (Fact fact : history.facts()) {
                out.write(line(fact));
                out.newLine();
            }
        }
    }

    public static String line(Fact fact) {
        ObjectNode line = (ObjectNode) Json.asTree(Map.of(KIND, fact.getClass().getSimpleName()));
        line.setAll((ObjectNode) Json.asTree(fact));
        return line.toString();
    }

    /** @throws IllegalArgumentException if a line is not a fact */
    public static History read(Path file) throws IOException {
        try (Stream<String> lines = Files.lines(file)) {
            List<Fact> facts = lines.map(HistoryFile::fact).toList();
            return new History(facts);
        }
    }

    private static Fact fact(String line) {
        JsonNode tree = Json.tree(line);
        Class<?> kind = KINDS.get(tree.path(KIND).asText());
        if (kind == null) {
            throw new IllegalArgumentException("not a fact: " + line);
        }
        ((ObjectNode) tree).remove(KIND);
        return (Fact) Json.read(tree, kind);
    }
}
