package dev.beckon.localstack.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class StackFileTest {

    static final StackFile STACK = new StackFile(
            List.of(URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:2")),
            List.of(URI.create("http://127.0.0.1:3")),
            List.of(URI.create("http://127.0.0.1:4")),
            List.of(new StackFile.Postgres("jdbc:postgresql://127.0.0.1:5/beckon", "postgresql://127.0.0.1:5/beckon", "u", "p", "0-63")),
            List.of("redis://127.0.0.1:6"),
            "127.0.0.1:7",
            "/keys",
            Map.of("gateway-1", 8L));

    @TempDir
    Path directory;

    @Test
    void scripts_find_every_address_under_its_name() throws IOException {
        STACK.write(directory);

        JsonNode json = new ObjectMapper().readTree(directory.resolve("stack.json").toFile());

        assertThat(json).isEqualTo(new ObjectMapper().readTree("""
                {"gateways": ["http://127.0.0.1:1", "http://127.0.0.1:2"],
                 "mentions": ["http://127.0.0.1:3"],
                 "notifications": ["http://127.0.0.1:4"],
                 "postgres": [{"jdbcUrl": "jdbc:postgresql://127.0.0.1:5/beckon",
                              "reactiveUrl": "postgresql://127.0.0.1:5/beckon", "username": "u", "password": "p", "lanes": "0-63"}],
                 "redis": ["redis://127.0.0.1:6"], "kafka": "127.0.0.1:7", "keys": "/keys", "pids": {"gateway-1": 8}}
                """));
    }

    @Test
    void it_is_read_as_it_was_written_and_gone_after_delete() {
        STACK.write(directory);

        assertThat(StackFile.read(directory)).contains(STACK);

        StackFile.delete(directory);

        assertThat(StackFile.read(directory)).isEmpty();
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void a_broken_file_is_no_stack() throws IOException {
        Files.writeString(directory.resolve("stack.json"), "{");

        assertThat(StackFile.read(directory)).isEmpty();
    }
}
