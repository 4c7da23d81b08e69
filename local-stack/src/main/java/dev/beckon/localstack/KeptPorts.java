package dev.beckon.localstack;

import dev.beckon.localstack.services.Management;
import dev.beckon.localstack.state.PortsFile;
import dev.beckon.testservers.FreePort;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The same ports at each start in a directory. With 8080 as the first port, gateway-1 has 8080, mention-1 8081 and notification-1 8082;
 * gateway-2 and notification-2 have 8090 and 8092, the third ones 8100 and 8102, and so on, however many of the others run. A service
 * whose port is taken gets the next free one that belongs to no other, and keeps it. Servers keep the ports of their first start.
 */
final class KeptPorts implements StackPorts {

    private static final int DEFAULT = 8_080;
    private static final int LOWEST = 1_024;
    private static final int HIGHEST = 60_000;

    /** The distance of two processes of one service: room for all services, in a number that is easy to add. */
    private static final int APART = 10;
    private static final List<String> SERVICES = List.of("gateway", "mention", "notification");

    private final Path directory;
    private final Claim claim;
    private final Consumer<String> report;
    private final int first;
    private final Map<String, Integer> ports;

    /** Claims ports, all or none. */
    @FunctionalInterface
    interface Claim {

        /** @return false if one of them is in use */
        boolean of(int... ports);
    }

    /**
     * @param first replaces the first port of earlier starts, and the ports that were counted from it
     * @param report gets a sentence for each port that is another one than before
     */
    KeptPorts(Path directory, OptionalInt first, Claim claim, Consumer<String> report) {
        this.directory = directory;
        this.claim = claim;
        this.report = report;
        PortsFile kept = PortsFile.read(directory).orElse(new PortsFile(DEFAULT, Map.of()));
        this.first = first.orElse(kept.first());
        this.ports = new TreeMap<>(kept.ports());
        if (first.isPresent()) {
            ports.keySet().removeIf(name -> SERVICES.stream().anyMatch(service -> name.startsWith(service + "-")));
        }
    }

    /** @throws StackFailedException if no first port can be this one */
    static int checked(int first) {
        if (first < LOWEST || first > HIGHEST) {
            throw new StackFailedException("port %d: the first port is one of %d to %d".formatted(first, LOWEST, HIGHEST));
        }
        return first;
    }

    @Override
    public synchronized int ofService(String service, int number) {
        String name = service + "-" + number;
        int wanted = ports.getOrDefault(name, first + APART * (number - 1) + SERVICES.indexOf(service));
        if (claim.of(wanted, wanted + Management.ABOVE)) {
            return keep(name, wanted);
        }
        for (int port = wanted + 1; port <= HIGHEST + Management.ABOVE; port++) {
            if (!isOfService(port) && claim.of(port, port + Management.ABOVE)) {
                report.accept("port %d or %d is taken: %s is at %d, now and at later starts".formatted(wanted,
                        wanted + Management.ABOVE, name, port));
                return keep(name, port);
            }
        }
        throw new StackFailedException("no free port for %s from %d on; name another first one with --port".formatted(name, wanted));
    }

    private boolean isOfService(int port) {
        return port >= first && (port - first) % APART < SERVICES.size();
    }

    @Override
    public synchronized int ofServer(String name) {
        Integer kept = ports.get(name);
        if (kept != null && claim.of(kept)) {
            return kept;
        }
        int found = FreePort.find();
        if (kept != null) {
            report.accept("port %d is taken: %s is at %d, now and at later starts".formatted(kept, name, found));
        }
        return keep(name, found);
    }

    private int keep(String name, int port) {
        ports.put(name, port);
        new PortsFile(first, ports).write(directory);
        return port;
    }
}
