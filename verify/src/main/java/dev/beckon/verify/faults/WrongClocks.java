package dev.beckon.verify.faults;

import dev.beckon.testclients.MentionApi;
import dev.beckon.testclients.PhoenixClient;
import dev.beckon.testclients.RefusedException;
import dev.beckon.verify.history.Fact.Trespassed;
import dev.beckon.verify.history.HistoryLog;
import dev.beckon.verify.stack.Rig;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.random.RandomGenerator;

/** Clients use tokens that have expired or are not valid yet, as if a clock had jumped. */
record WrongClocks(Rig rig, HistoryLog log) implements Fault {

    private static final int ACCEPTED_UPGRADE = 101;
    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final HttpClient HTTP = HttpClient.newBuilder().connectTimeout(PATIENCE).build();

    @Override
    public String name() {
        return "wrong-clocks";
    }

    @Override
    public Damage strike(RandomGenerator choice) throws InterruptedException {
        String user = "nobody";
        Instant now = Instant.now();
        come(user, "over", rig.token(user, now.minus(AN_HOUR.multipliedBy(2)), AN_HOUR, "mentions:write"));
        come(user, "not valid yet", rig.token(user, now.plus(AN_HOUR), AN_HOUR, "mentions:write"));
        return Damage.done("clients");
    }

    private void come(String user, String token, String signed) throws InterruptedException {
        for (URI gateway : rig.gateways()) {
            note("a connection", token, () -> connect(gateway, signed));
        }
        note("POST /mentions", token, () -> new MentionApi(rig.mentions(), signed)
                .send("trespass", MentionApi.body("trespass", List.of("u0")), PATIENCE).statusCode());
        note("GET /inbox", token, () -> HTTP.send(HttpRequest.newBuilder(rig.notifications().resolve("/inbox/" + user))
                .timeout(PATIENCE).header("Authorization", "Bearer " + signed).build(), BodyHandlers.discarding()).statusCode());
    }

    private static int connect(URI gateway, String signed) throws IOException {
        try (PhoenixClient _ = PhoenixClient.connect(gateway, signed)) {
            return ACCEPTED_UPGRADE;
        } catch (RefusedException refused) {
            return refused.status();
        }
    }

    private interface Attempt {
        int status() throws IOException, InterruptedException;
    }

    /** Leaves out 503 and failed connections: a gateway that cannot answer proves nothing. */
    private void note(String where, String token, Attempt attempt) throws InterruptedException {
        try {
            int status = attempt.status();
            if (status != 503) {
                log.note(at -> new Trespassed(at, where, token, status));
            }
        } catch (IOException notAnswered) {
            // Another fault already prevents an answer.
        }
    }
}
