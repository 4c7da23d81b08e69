package dev.beckon.localstack.state;

import com.fasterxml.jackson.core.type.TypeReference;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code services.json}: what the first page of a local gateway shows.
 *
 * @param users ids and names of those for whom there are tokens
 */
public record ServicesFile(List<User> users, List<Service> services, List<Server> servers) {

    public record User(String id, String name) {}

    /**
     * A process of a service.
     *
     * @param management the address of its health and metrics
     */
    public record Service(String name, URI url, URI management) {}

    /** @param address as its clients expect it, with credentials */
    public record Server(String name, String address) {}

    public void write(Path directory) {
        new JsonFile<>(directory.resolve("services.json"), new TypeReference<ServicesFile>() {}).write(this);
    }
}
