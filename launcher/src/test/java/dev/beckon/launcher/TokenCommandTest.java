package dev.beckon.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class TokenCommandTest {

    @TempDir
    Path directory;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    @Test
    void it_prints_a_token_and_nothing_else() throws Exception {
        int exit = run("token", "alice", "--name", "Alice", "--role", "mentions:write", "--role", "broadcast", "--ttl", "30m");

        assertThat(exit).isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString()).matches("[\\w-]+\\.[\\w-]+\\.[\\w-]+\\R");
        JsonNode claims = claims();
        assertThat(claims.get("sub").asText()).isEqualTo("alice");
        assertThat(claims.get("name").asText()).isEqualTo("Alice");
        assertThat(claims.get("groups")).extracting(JsonNode::asText).containsExactly("broadcast", "mentions:write");
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(1_800);
    }

    @Test
    void by_default_it_is_valid_for_an_hour_has_no_role_and_the_user_id_as_name() throws Exception {
        run("token", "bob");

        JsonNode claims = claims();
        assertThat(claims.get("exp").asLong() - claims.get("iat").asLong()).isEqualTo(3_600);
        assertThat(claims.get("groups")).isEmpty();
        assertThat(claims.get("name").asText()).isEqualTo("bob");
    }

    @Test
    void a_duration_without_a_unit_is_refused_with_examples() {
        int exit = run("token", "alice", "--ttl", "60");

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("'60' is not a duration: write 90s, 30m, 1h or 7d");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void without_a_user_nothing_is_printed_but_what_is_missing() {
        int exit = run("token");

        assertThat(exit).isEqualTo(CommandLine.ExitCode.USAGE);
        assertThat(err.toString()).contains("USER");
        assertThat(out.toString()).isEmpty();
    }

    private int run(String... arguments) {
        String[] all = Arrays.copyOf(arguments, arguments.length + 2);
        all[arguments.length] = "--directory";
        all[arguments.length + 1] = directory.toString();
        return Main.commandLine()
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all);
    }

    private JsonNode claims() throws Exception {
        return new ObjectMapper().readTree(Base64.getUrlDecoder().decode(out.toString().split("\\.")[1]));
    }
}
