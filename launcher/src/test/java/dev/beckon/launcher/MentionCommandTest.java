package dev.beckon.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.beckon.localstack.state.RunLock;
import dev.beckon.localstack.state.StackFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command on a stack whose mention-service is a server of this test: two pages of recipients. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class MentionCommandTest {

    private static final String FIRST = """
            {"id":"01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e","revision":2,"occurred_at":"2026-01-31T12:00:00Z","recipients":[
              {"user":"bob","stored_at":"2026-01-31T12:00:00.004Z","retracted_at":"2026-01-31T12:05:00.003Z"}],"next_after":"bob"}
            """;
    private static final String SECOND = """
            {"id":"01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e","revision":2,"occurred_at":"2026-01-31T12:00:00Z","recipients":[
              {"user":"cleo","stored_at":"2026-01-31T12:05:00Z","seen_at":"2026-01-31T12:06:00Z","read_at":"2026-01-31T12:06:02Z"}]}
            """;

    @TempDir
    Path directory;

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();
    final List<String> asked = new ArrayList<>();
    HttpServer service;
    RunLock lock;

    @BeforeEach
    void run() throws IOException {
        service = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        service.createContext("/mentions/", this::answer);
        service.start();
        lock = RunLock.acquire(directory).orElseThrow();
        new StackFile(List.of(), List.of(URI.create("http://127.0.0.1:" + service.getAddress().getPort())), List.of(), List.of(),
                List.of(), "", "", Map.of()).write(directory);
    }

    @AfterEach
    void stop() {
        service.stop(0);
        lock.close();
    }

    @Test
    void it_prints_the_revision_and_a_line_for_each_recipient_of_every_page() {
        assertThat(run("mention", "comment/4711")).isZero();

        assertThat(out.toString().lines()).satisfiesExactly(
                head -> assertThat(head).isEqualTo("mention 01990a5c-7f3e-7c1a-9d5e-2f1b7a3c4d5e: key comment/4711 of alice, revision 2,"
                        + " of 2026-01-31T12:00:00Z"),
                blank -> assertThat(blank).isEmpty(),
                columns -> assertThat(columns.split(" {2,}")).containsExactly("RECIPIENT", "STORED", "SEEN", "READ", "ARCHIVED",
                        "TAKEN BACK"),
                bob -> assertThat(bob.split(" +")).containsExactly("bob", "2026-01-31T12:00:00.004Z", "-", "-", "-",
                        "2026-01-31T12:05:00.003Z"),
                cleo -> assertThat(cleo.split(" +")).containsExactly("cleo", "2026-01-31T12:05:00Z", "2026-01-31T12:06:00Z",
                        "2026-01-31T12:06:02Z", "-", "-"));
        assertThat(asked).containsExactly("alice /mentions/comment%2F4711?limit=500", "alice /mentions/comment%2F4711?limit=500&after=bob");
    }

    @Test
    void with_a_user_it_prints_that_recipient_only_or_that_there_is_none() {
        assertThat(run("mention", "comment/4711", "cleo", "--caller", "comments")).isZero();
        assertThat(out.toString()).contains("of comments,", "\ncleo ").doesNotContain("\nbob ");
        assertThat(asked.getFirst()).startsWith("comments ");

        assertThat(run("mention", "comment/4711", "dora")).isOne();
        assertThat(out.toString()).endsWith("dora is no recipient of it." + System.lineSeparator());
    }

    @Test
    void a_refusal_says_what_to_do() {
        assertThat(run("mention", "unknown")).isOne();

        assertThat(err.toString()).contains("mention-service answers 404: This caller has posted no mention").doesNotContain("\tat ");
    }

    @Test
    void without_a_stack_it_says_how_to_start_one() {
        StackFile.delete(directory);

        assertThat(run("mention", "comment/4711")).isOne();

        assertThat(out.toString()).contains("./beckon up");
        assertThat(directory.resolve("keys")).doesNotExist();
    }

    private void answer(HttpExchange exchange) throws IOException {
        String claims = new String(Base64.getUrlDecoder().decode(exchange.getRequestHeaders().getFirst("Authorization").split("\\.")[1]),
                UTF_8);
        asked.add(claims.replaceAll(".*\"sub\":\"([^\"]*)\".*", "$1") + " " + exchange.getRequestURI());
        String address = exchange.getRequestURI().toString();
        boolean isKnown = address.contains("4711");
        byte[] body = (isKnown ? address.contains("after=bob") ? SECOND : FIRST : "{\"detail\":\"This caller has posted no mention\"}")
                .getBytes(UTF_8);
        exchange.sendResponseHeaders(isKnown ? 200 : 404, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private int run(String... arguments) {
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--directory", directory.toString()));
        return Main.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true))
                .execute(all.toArray(String[]::new));
    }
}
