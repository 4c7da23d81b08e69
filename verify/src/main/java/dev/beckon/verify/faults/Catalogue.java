package dev.beckon.verify.faults;

import dev.beckon.localstack.LocalStack;
import dev.beckon.testclients.KafkaMentions;
import dev.beckon.testservers.PostgresServer;
import dev.beckon.testservers.TcpProxy.Mode;
import dev.beckon.testservers.processes.Signal;
import dev.beckon.verify.history.HistoryLog;
import dev.beckon.verify.stack.Proxies.Link;
import dev.beckon.verify.stack.RedisOperator;
import dev.beckon.verify.stack.Rig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** The list of all faults. */
public final class Catalogue {

    private static final List<String> GATEWAYS = List.of("gateway-1", "gateway-2");
    private static final List<String> MENTIONS = List.of("mention-1");
    private static final List<String> NOTIFICATIONS = List.of("notification-1", "notification-2");

    /** A pause has an effect only if it outlasts the timeouts of the processes that wait for the paused one. */
    private static final int PAUSE = 5;

    private Catalogue() {}

    /**
     * May be called before the system runs.
     *
     * @param user a user whom poison records name
     */
    public static List<Fault> of(Rig rig, Supplier<KafkaMentions> records, HistoryLog log, String user) {
        LocalStack stack = rig.stack();
        List<Fault> faults = new ArrayList<>(List.of(
                killed("kill-gateway", GATEWAYS, stack),
                killed("kill-mention", MENTIONS, stack),
                killed("kill-notification", NOTIFICATIONS, stack),
                paused("pause-gateway", GATEWAYS, stack),
                paused("pause-notification", NOTIFICATIONS, stack),
                server("kafka", () -> stack.kafka().stop(), () -> stack.kafka().start()),
                new Outage("restart-postgres", rig.postgresNames(), name -> rig.postgres(name).stop(),
                        name -> rig.postgres(name).start(), 1),
                new ConnectionFault("cut", rig::links, Mode.CUT),
                new ConnectionFault("stall", rig::links, Mode.HOLD),
                new ConnectionFault("slow", rig::links, Mode.DELAY),
                new RepeatedRecords(records, log),
                new PoisonRecords(records, log, user),
                new WrongClocks(rig, log)));
        faults.addAll(rig.hasRedisCluster()
                ? OnCluster.all(() -> stack.redisCluster().orElseThrow())
                : ofRedis(rig));
        if (rig.postgresNames().size() > 1) {
            faults.addAll(ofOnePostgres(rig));
        }
        return List.copyOf(faults);
    }

    private static List<Fault> ofRedis(Rig rig) {
        LocalStack stack = rig.stack();
        return List.of(
                server("redis", () -> stack.redis().stop(), () -> stack.redis().start()),
                new ConnectionFault("lose-messages", () -> subscribers(rig.links()), Mode.DROP_MESSAGES),
                new OnRedis("kill-subscriptions", () -> stack.redis().port(), RedisOperator::killSubscriptions),
                new OnRedis("lose-redis-data", () -> stack.redis().port(), RedisOperator::loseAllData));
    }

    /** One of several PostgreSQL servers crashes, or stands still with all its processes. */
    private static List<Fault> ofOnePostgres(Rig rig) {
        return List.of(
                new Outage("kill-postgres", rig.postgresNames(), name -> signal(Signal.QUIT, rig.postgres(name)), name -> {
                    rig.postgres(name).stop();
                    rig.postgres(name).start();
                }, 1),
                new Outage("pause-postgres", rig.postgresNames(), name -> signal(Signal.STOP, rig.postgres(name)),
                        name -> signal(Signal.CONT, rig.postgres(name)), PAUSE));
    }

    private static void signal(Signal signal, PostgresServer server) {
        server.process().find().ifPresent(postmaster -> {
            signal.sendTo(postmaster);
            if (signal != Signal.QUIT) { // the postmaster passes this one on
                postmaster.descendants().forEach(signal::sendTo);
            }
        });
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
