package dev.beckon.localstack.state;

import com.fasterxml.jackson.core.type.TypeReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * {@code ports.json}: the ports of the latest start, for the next one. It outlives the stack and its data.
 *
 * @param first the port from which the services' ports are counted
 * @param ports by process name
 */
public record PortsFile(int first, Map<String, Integer> ports) {

    public PortsFile {
        ports = Map.copyOf(ports);
    }

    public void write(Path directory) {
        in(directory).write(this);
    }

    /** Empty before the first start. */
    public static Optional<PortsFile> read(Path directory) {
        return in(directory).read();
    }

    private static JsonFile<PortsFile> in(Path directory) {
        return new JsonFile<>(directory.resolve("ports.json"), new TypeReference<>() {});
    }
}
