package dev.beckon.localstack;

import dev.beckon.localstack.services.PackagedService;
import dev.beckon.localstack.services.ServiceFailedException;
import dev.beckon.localstack.services.ServiceProcess;
import dev.beckon.localstack.services.ServiceSpec;
import dev.beckon.localstack.state.ProcessList;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;

/** Beckon's services: started together, and stopped in reverse order, all processes of one service at a time. */
final class StackServices implements AutoCloseable {

    private final ProjectRoot project;
    private final Path directory;
    private final ProcessList list;
    private final List<String> jvmFlags;

    /** The processes of each service, in starting order: notification, mention, gateway. */
    private final List<List<ServiceProcess>> kinds = new ArrayList<>();

    /** @param directory for {@code logs} and, while the services run, their jars in a {@link RunFolder} */
    StackServices(ProjectRoot project, Path directory, ProcessList list, List<String> jvmFlags) {
        this.project = project;
        this.directory = directory;
        this.list = list;
        this.jvmFlags = jvmFlags;
    }

    void start(StackPlan plan, ServiceEnvironment environment, Path inboxToken, Path facts) {
        Path demo = project.demoPages();
        start("notification-service", plan.notifications(), environment::ofNotification);
        start("mention-service", plan.mentions(), environment::ofMention);
        start("gateway-service", plan.gateways(), member -> environment.ofGateway(member, inboxToken, demo, facts));
    }

    private void start(String module, List<StackPlan.Member> members,
            Function<StackPlan.Member, Map<String, String>> environment) {
        List<ServiceProcess> kind = new ArrayList<>();
        kinds.add(kind);
        PackagedService code = project.service(module).snapshot(RunFolder.of(directory).resolve(module));
        for (StackPlan.Member member : members) {
            ServiceSpec spec = new ServiceSpec(member.name(), code, member.url(),
                    environment.apply(member), jvmFlags, directory.resolve("logs").resolve(member.name() + ".log"));
            kind.add(ServiceProcess.start(spec, list::add));
        }
    }

    /**
     * Waits until all are ready; gives up as soon as one fails.
     *
     * @param bound for all services together
     * @param ready called for each service that has become ready
     */
    void awaitReady(Duration bound, BooleanSupplier abandoned, Consumer<ServiceProcess> ready) {
        AtomicBoolean failed = new AtomicBoolean();
        Parallel.run(all().stream()
                .map(service -> (Runnable) () -> {
                    try {
                        service.awaitReady(bound, () -> failed.get() || abandoned.getAsBoolean());
                    } catch (ServiceFailedException e) {
                        failed.set(true);
                        throw e;
                    }
                    ready.accept(service);
                })
                .toList());
    }

    List<ServiceProcess> all() {
        return kinds.stream().flatMap(List::stream).toList();
    }

    @Override
    public void close() {
        for (List<ServiceProcess> kind : kinds.reversed()) {
            Parallel.run(kind.stream().map(service -> (Runnable) service::stop).toList());
        }
    }
}
