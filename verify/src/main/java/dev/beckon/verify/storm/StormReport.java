package dev.beckon.verify.storm;

import dev.beckon.testclients.swarm.ClientState;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The result of a storm.
 *
 * @param lostAtMillis when the gateway was killed, in milliseconds since 1970
 * @param caughtUpAfter from then until every client had all notifications
 * @param wrong clients that differ from their inbox, and why; empty: none
 */
record StormReport(List<ClientState> standings, long lostAtMillis, Duration caughtUpAfter, Map<String, Long> tally,
        Costs costs, List<String> wrong) {

    /**
     * The cost of the storm for the other processes.
     *
     * @param calls catch-up calls, each of which is one query
     * @param catchUpsWaiting most members that waited for a catch-up at one time
     * @param upgradesWaiting most clients that waited for their upgrade at one time
     * @param processor processor time by process name
     * @param gatewayMebibytes highest resident memory of the gateway
     * @param refusalMicros the gateway's processor time for one refused upgrade
     */
    record Costs(long calls, long catchUpsWaiting, long upgradesWaiting, Map<String, Duration> processor,
            long gatewayMebibytes, long refusalMicros) {}

    private static final int SHOWN = 10;

    boolean isClean() {
        return wrong.isEmpty();
    }

    String text() {
        long[] back = standings.stream().mapToLong(one -> one.backAtMillis() - lostAtMillis).sorted().toArray();
        long joins = tally.getOrDefault("joins", 0L);
        StringBuilder text = new StringBuilder();
        line(text, "clients", "%d lost their gateway at once, each was mentioned meanwhile", back.length);
        line(text, "back", "half of them after %s, 99 of 100 after %s, the last after %s; all caught up after %s", seconds(at(back, 0.5)),
                seconds(at(back, 0.99)), seconds(at(back, 1)), seconds(caughtUpAfter.toMillis()));
        line(text, "queries", "%d for %d joins, %.1f for a thousand", costs.calls, joins,
                1_000.0 * costs.calls / Math.max(1, joins));
        line(text, "queues", "at most %d upgrades waited to be let in, and %d members for their catch-up", costs.upgradesWaiting,
                costs.catchUpsWaiting);
        line(text, "refusal", "%d µs of the gateway's processor, TCP included", costs.refusalMicros);
        line(text, "processor", "%s", costs.processor.entrySet().stream()
                .map(one -> "%s %s".formatted(one.getKey(), seconds(one.getValue().toMillis()))).collect(Collectors.joining(", ")));
        line(text, "memory", "%d MiB of the gateway, at most", costs.gatewayMebibytes);
        tally.forEach((what, count) -> line(text, "", "%d %s", count, what));
        wrong.stream().limit(SHOWN).forEach(one -> line(text, "WRONG", "%s", one));
        line(text, isClean() ? "PASSED" : "FAILED", "%d of %d clients have not what their inbox has", wrong.size(), back.length);
        return text.toString();
    }

    private static void line(StringBuilder text, String head, String rest, Object... values) {
        text.append(String.format(Locale.ROOT, "%-10s ", head)).append(String.format(Locale.ROOT, rest, values)).append('\n');
    }

    private static long at(long[] sorted, double share) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.ceil(share * sorted.length) - 1];
    }

    private static String seconds(long millis) {
        return String.format(Locale.ROOT, "%.1f s", millis / 1_000.0);
    }
}
