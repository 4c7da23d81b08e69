package dev.beckon.conformance.transcript;

import dev.beckon.conformance.transcript.Step.Answer;
import dev.beckon.conformance.transcript.Step.Connect;
import dev.beckon.conformance.transcript.Step.Content;
import dev.beckon.conformance.transcript.Step.Cut;
import dev.beckon.conformance.transcript.Step.ExpectRefusal;
import dev.beckon.conformance.transcript.Step.HearNothing;
import dev.beckon.conformance.transcript.Step.Receive;
import dev.beckon.conformance.transcript.Step.Request;
import dev.beckon.conformance.transcript.Step.Say;
import dev.beckon.conformance.transcript.Transcript.Numbered;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Replays one transcript in one combination. */
public final class TranscriptReplay {

    private final Transcript transcript;
    private final Combination combination;
    private final Venue venue;
    private final Names names;
    private final Map<String, Speaker> speakers = new HashMap<>();
    private final Exchanges exchanges;

    public TranscriptReplay(Transcript transcript, Combination combination, Venue venue) {
        this.transcript = transcript;
        this.combination = combination;
        this.venue = venue;
        String run = Long.toString(ThreadLocalRandom.current().nextLong(1L << 30, 1L << 31), 36);
        this.names = new Names(
                Map.of("run", run, "vsn", combination.version().vsn(), "host",
                        venue.address().getHostString() + ":" + venue.address().getPort()),
                name -> venue.credential(name.substring(0, name.indexOf(':')), name.substring(name.indexOf(':') + 1) + "-" + run));
        this.exchanges = new Exchanges(venue.address(), names);
    }

    /** @throws AssertionError at the first line that does not hold */
    public void run() {
        try {
            List<Numbered> steps = transcript.steps();
            int next = 0;
            while (next < steps.size()) {
                List<Numbered> group = group(steps, next);
                perform(group);
                next += group.size();
            }
            speakers.values().forEach(Speaker::finish);
        } finally {
            speakers.values().forEach(Speaker::close);
        }
    }

    /** Groups consecutive steps of one client if it sends them all, or may receive them in any order. */
    private static List<Numbered> group(List<Numbered> steps, int first) {
        Step step = steps.get(first).step();
        int end = first + 1;
        while (end < steps.size() && belong(step, steps.get(end).step())) {
            end++;
        }
        return steps.subList(first, end);
    }

    private static boolean belong(Step one, Step next) {
        return one.client().equals(next.client())
                && (one instanceof Say && next instanceof Say
                        || one instanceof Receive(_, _, boolean a) && next instanceof Receive(_, _, boolean b) && !a && !b
                        || one instanceof Connect && next instanceof ExpectRefusal);
    }

    private void perform(List<Numbered> group) {
        Numbered first = group.getFirst();
        try {
            String client = first.step().client();
            switch (first.step()) {
                case Connect connect -> connect(connect, group);
                case ExpectRefusal _ -> throw new IllegalArgumentException("refused follows connect");
                case Say _ -> speaker(client).say(contents(group));
                case Receive(_, _, boolean inOrder) when !inOrder -> speaker(client).receiveInAnyOrder(contents(group));
                case Receive(_, Content content, _) -> speaker(client).receive(content);
                case HearNothing _ -> speaker(client).hearNothing();
                case Cut _ -> speaker(client).cut();
                case Request request -> exchanges.send(request);
                case Answer answer -> exchanges.expect(answer);
            }
        } catch (Exception | AssertionError e) {
            throw new AssertionError("%s:%d, %s: %s%n  %s".formatted(
                    transcript.name(), first.line(), combination, first.text(), e.getMessage()), e);
        }
    }

    private void connect(Connect connect, List<Numbered> group) throws Exception {
        Combination own = Target.combination(connect.options(), combination);
        Speaker speaker = new Speaker(own, new Contents(own.version(), names), transcript.presence());
        if (group.size() > 1 && group.get(1).step() instanceof ExpectRefusal(_, int status)) {
            speaker.expectRefusal(venue.address(), connect.options(), status);
        } else {
            speaker.connect(venue.address(), connect.options());
            Speaker before = speakers.put(connect.client(), speaker);
            if (before != null) {
                before.close();
            }
        }
    }

    private static List<Content> contents(List<Numbered> group) {
        List<Content> contents = new ArrayList<>();
        for (Numbered numbered : group) {
            switch (numbered.step()) {
                case Say(_, Content content) -> contents.add(content);
                case Receive(_, Content content, _) -> contents.add(content);
                default -> throw new IllegalArgumentException("no content: " + numbered.text());
            }
        }
        return contents;
    }

    private Speaker speaker(String client) {
        Speaker speaker = speakers.get(client);
        if (speaker == null) {
            throw new IllegalArgumentException(client + " is not connected");
        }
        return speaker;
    }
}
