package dev.beckon.verify.faults;

import dev.beckon.localstack.LocalStack;
import dev.beckon.verify.clients.MentionRecords;
import dev.beckon.verify.history.HistoryLog;
import dev.beckon.verify.network.Weather;
import dev.beckon.verify.stack.Proxies.Link;
import dev.beckon.verify.stack.Rig;
import java.util.List;
import java.util.function.Supplier;

/** All faults there are. */
public final class Catalogue {

    private static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");
    private static final List<String> MENTIONS = List.of("mention-1");
    private static final List<String> NOTIFICATIONS = List.of("notification-1", "notification-2");

    /** A pause is felt only when it is longer than those who wait for the process do. */
    private static final int PAUSE = 5;

    private Catalogue() {}

    /**
     * May be called before the system runs.
     *
     * @param user somebody who is mentioned
     */
    public static List<Fault> of(Rig rig, Supplier<MentionRecords> records, HistoryLog log, String user) {
        LocalStack stack = rig.stack();
        return List.of(
                killed("kill-gateway", GATEWAYS, stack),
                killed("kill-mention", MENTIONS, stack),
                killed("kill-notification", NOTIFICATIONS, stack),
                paused("pause-gateway", GATEWAYS, stack),
                paused("pause-notification", NOTIFICATIONS, stack),
                server("kafka", () -> stack.kafka().stop(), () -> stack.kafka().start()),
                server("redis", () -> stack.redis().stop(), () -> stack.redis().start()),
                server("postgres", () -> stack.postgres().stop(), () -> stack.postgres().start()),
                new BadWeather("cut", rig::links, Weather.BROKEN),
                new BadWeather("stall", rig::links, Weather.STALLED),
                new BadWeather("slow", rig::links, Weather.SLOW),
                new BadWeather("lose-messages", () -> subscribers(rig.links()), Weather.LOSSY),
                new KilledSubscriptions(() -> stack.redis().port()),
                new RepeatedRecords(records, log),
                new PoisonRecords(records, log, user),
                new WrongClocks(rig, log));
    }

    private static Fault killed(String name, List<String> processes, LocalStack stack) {
        return new Outage(name, processes, process -> stack.process(process).kill(),
                process -> stack.process(process).restart(), 1);
    }

    private static Fault paused(String name, List<String> processes, LocalStack stack) {
        return new Outage(name, processes, process -> stack.process(process).pause(),
                process -> stack.process(process).resume(), PAUSE);
    }

    private static Fault server(String name, Runnable stop, Runnable start) {
        return new Outage("restart-" + name, List.of(name), _ -> stop.run(), _ -> start.run(), 1);
    }

    private static List<Link> subscribers(List<Link> links) {
        return links.stream().filter(link -> link.to().equals("redis") && link.from().startsWith("gateway")).toList();
    }
}
