package dev.beckon.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpClosedException;
import jakarta.ws.rs.WebApplicationException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class RoundRobinTest {

    final List<String> asked = new ArrayList<>();

    @Test
    void processes_are_called_in_turn() {
        RoundRobin<String> processes = processes("one", "two");

        assertThat(List.of(call(processes), call(processes), call(processes))).containsExactly("one", "two", "one");
    }

    @Test
    void one_that_is_away_or_answers_503_is_skipped() {
        RoundRobin<String> processes = processes("away", "unheard", "503", "one");

        assertThat(List.of(call(processes), call(processes))).containsExactly("one", "one");
        assertThat(asked).containsExactly("away", "unheard", "503", "one", "unheard", "503", "one");
    }

    @Test
    void each_call_finds_the_one_that_is_there_whatever_others_do_meanwhile() {
        RoundRobin<String> processes = processes("away", "503", "one");
        List<String> others = new ArrayList<>();

        String found = processes.call(process -> {
            others.add(call(processes));
            return answer(process);
        }).await().atMost(Duration.ofSeconds(10));

        assertThat(found).isEqualTo("one");
        assertThat(others).containsExactly("one", "one", "one");
    }

    @Test
    void another_refusal_is_the_answer() {
        assertThatThrownBy(() -> call(processes("404", "one"))).isInstanceOf(WebApplicationException.class);
        assertThat(asked).containsExactly("404");
    }

    @Test
    void each_process_is_tried_once() {
        assertThatThrownBy(() -> call(processes("away", "503"))).isInstanceOf(WebApplicationException.class);
        assertThatThrownBy(() -> call(processes("503"))).isInstanceOf(WebApplicationException.class);
        assertThat(asked).containsExactly("away", "503", "503");
    }

    @Test
    void a_silent_process_uses_up_the_deadline() {
        assertThatThrownBy(() -> call(processes("silent", "one"))).isInstanceOf(TimeoutException.class);
    }

    private static RoundRobin<String> processes(String... processes) {
        return new RoundRobin<>(List.of(processes), Duration.ofMillis(50));
    }

    private String call(RoundRobin<String> processes) {
        return processes.call(this::answer).await().atMost(Duration.ofSeconds(10));
    }

    private Uni<String> answer(String process) {
        asked.add(process);
        return switch (process) {
            case "away" -> Uni.createFrom().failure(new HttpClosedException("closed"));
            case "unheard" -> Uni.createFrom().failure(new ConnectException("refused"));
            case "404", "503" -> Uni.createFrom().failure(new WebApplicationException(Integer.parseInt(process)));
            case "silent" -> Uni.createFrom().nothing();
            default -> Uni.createFrom().item(process);
        };
    }
}
