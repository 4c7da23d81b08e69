package dev.beckon.launcher;

import dev.beckon.localstack.services.Readiness;
import dev.beckon.localstack.state.RunLock;
import dev.beckon.localstack.state.StackFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code ./beckon status}: prints one line per process; the exit code is 0 only if all of them are ready. */
@Command(name = "status", description = "show what runs, where, and whether it is ready")
final class StatusCommand implements Callable<Integer> {

    private static final int CONNECT_MILLIS = 1_000;

    @Spec
    private CommandSpec spec;

    @Mixin
    private StateDirectory directory;

    private record Line(String name, long pid, String url, boolean ready) {}

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        Path path = directory.path();
        if (RunLock.holder(path).isEmpty()) {
            out.println("No stack is running. Start one with ./beckon up.");
            return 1;
        }
        Optional<StackFile> stack = StackFile.read(path);
        if (stack.isEmpty()) {
            out.println("The stack is starting or stopping.");
            return 1;
        }
        List<Line> lines = lines(stack.get());
        out.printf("%-16s %8s  %-44s %s%n", "NAME", "PID", "URL", "STATE");
        lines.forEach(line -> out.printf("%-16s %8d  %-44s %s%n",
                line.name(), line.pid(), line.url(), line.ready() ? "ready" : "not ready"));
        return lines.stream().allMatch(Line::ready) ? 0 : 1;
    }

    private static List<Line> lines(StackFile stack) {
        List<Line> lines = new ArrayList<>();
        lines.addAll(servers(stack, "postgres", stack.postgres().stream().map(StackFile.Postgres::reactiveUrl).toList()));
        lines.addAll(servers(stack, "redis", stack.redis()));
        lines.addAll(servers(stack, "kafka", List.of("kafka://" + stack.kafka())));
        lines.addAll(services(stack, "notification", stack.notifications()));
        lines.addAll(services(stack, "mention", stack.mentions()));
        lines.addAll(services(stack, "gateway", stack.gateways()));
        return lines;
    }

    private static List<Line> servers(StackFile stack, String kind, List<String> urls) {
        List<Line> lines = new ArrayList<>();
        for (String url : urls) {
            String name = urls.size() == 1 ? kind : kind + "-" + (lines.size() + 1);
            lines.add(new Line(name, stack.pids().getOrDefault(name, 0L), url, takesConnections(URI.create(url))));
        }
        return lines;
    }

    private static List<Line> services(StackFile stack, String service, List<URI> urls) {
        List<Line> lines = new ArrayList<>();
        for (URI url : urls) {
            String name = service + "-" + (lines.size() + 1);
            lines.add(new Line(name, stack.pids().getOrDefault(name, 0L), url.toString(), Readiness.of(url)));
        }
        return lines;
    }

    private static boolean takesConnections(URI server) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
            return true;
        } catch (IOException refused) {
            return false;
        }
    }
}
