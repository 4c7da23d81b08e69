package dev.beckon.verify.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.InboxPayload;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import dev.beckon.verify.history.Fact.FaultBegan;
import dev.beckon.verify.history.Fact.FaultEnded;
import dev.beckon.verify.history.Fact.JoinRefused;
import dev.beckon.verify.history.Fact.Placed;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * While one of several PostgreSQL servers is away, users whose inboxes are on another one see no error, get answers within a
 * second, and see a mention within a second of its 202. Moments at which another fault is under way, or was a little before,
 * prove nothing.
 */
final class OthersUnaffected implements Check {

    static final long PAUSE_MILLIS = 1_000;

    /** Bound within which the system forgets another fault: reconnections have a longest pause of a few seconds. */
    private static final long AFTER_OTHER_FAULTS_MILLIS = 10_000;

    @Override
    public String name() {
        return "others";
    }

    @Override
    public void examine(History history, Verdict verdict) {
        Map<String, String> servers = history.all(Placed.class).collect(
                Collectors.toMap(Placed::user, Placed::server, (first, _) -> first));
        Outages outages = Outages.of(history, Set.copyOf(servers.values()));
        Map<Integer, Asked> asked = new HashMap<>();
        Map<String, PostAnswered> accepted = new HashMap<>();
        Set<Rows.Place> seen = new HashSet<>();
        for (Fact fact : history.facts()) {
            switch (fact) {
                case Asked asking -> asked.put(asking.call(), asking);
                case Answered answer -> {
                    Asked asking = asked.remove(answer.call());
                    if (asking != null && outages.spare(servers.get(answer.user()), asking.at(), answer.at())) {
                        verdict.require(answer.ok() && answer.at() - asking.at() <= PAUSE_MILLIS, asking.at(),
                                "%s was answered after %d ms while another PostgreSQL server was away: %s".formatted(
                                        answer.device(), answer.at() - asking.at(), answer.ok() ? "ok" : answer.response()),
                                List.of(asking, answer));
                    }
                }
                case JoinRefused refused when outages.spare(servers.get(refused.user()), refused.at(), refused.at()) ->
                    verdict.broken(refused.at(), "%s was refused while another PostgreSQL server was away: %s".formatted(
                            refused.device(), refused.reason()), List.of(refused));
                case PostAnswered answer when answer.status() == MentionStory.ACCEPTED -> accepted.putIfAbsent(answer.key(), answer);
                case Pushed pushed when pushed.event().equals(InboxPayload.NEW_NOTIFICATION) -> {
                    JsonNode excerpt = pushed.payload().path("notification").path("excerpt");
                    PostAnswered answer = accepted.get(excerpt.asText());
                    if (seen.add(new Rows.Place(excerpt.asText(), pushed.user())) && answer != null
                            && outages.spare(servers.get(pushed.user()), answer.at(), pushed.at())) {
                        verdict.require(pushed.at() - answer.at() <= PAUSE_MILLIS, answer.at(),
                                "%s saw %s only %d ms after its 202 while another PostgreSQL server was away".formatted(
                                        pushed.device(), answer.key(), pushed.at() - answer.at()),
                                List.of(answer, pushed));
                    }
                }
                default -> {}
            }
        }
    }

    /** A fault from {@code began} until {@code ended}. */
    private record Window(String target, long began, long ended) {

        boolean touches(long from, long until) {
            return began <= until && from <= ended;
        }
    }

    /** When each PostgreSQL server was away, and when something else was broken. */
    private record Outages(List<Window> servers, List<Window> others) {

        static Outages of(History history, Set<String> names) {
            Outages outages = new Outages(new ArrayList<>(), new ArrayList<>());
            Map<String, FaultBegan> open = new HashMap<>();
            for (Fact fact : history.facts()) {
                switch (fact) {
                    case FaultBegan began -> open.put(began.fault(), began);
                    case FaultEnded ended when open.containsKey(ended.fault()) -> {
                        long began = open.remove(ended.fault()).at();
                        if (names.contains(ended.target())) {
                            outages.servers.add(new Window(ended.target(), began, ended.at()));
                        } else {
                            outages.others.add(new Window(ended.target(), began, ended.at() + AFTER_OTHER_FAULTS_MILLIS));
                        }
                    }
                    default -> {}
                }
            }
            return outages;
        }

        /** Whether from {@code from} on another server than {@code own} was away, {@code own} itself was not, and nothing else was broken. */
        boolean spare(@Nullable String own, long from, long until) {
            return own != null
                    && servers.stream().anyMatch(window -> window.touches(from, from))
                    && servers.stream().noneMatch(window -> window.target().equals(own)
                            && new Window(own, window.began(), window.ended() + AFTER_OTHER_FAULTS_MILLIS).touches(from, until))
                    && others.stream().noneMatch(window -> window.touches(from, until));
        }
    }
}
