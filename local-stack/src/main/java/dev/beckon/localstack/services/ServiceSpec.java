package dev.beckon.localstack.services;

import java.net.URI;
import java.nio.file.Path;
import java.util.Map;

/**
 * One process of a service.
 *
 * @param name unique in the stack, such as {@code gateway-1}
 * @param url where it will listen
 * @param environment its configuration
 * @param log gets its output
 */
public record ServiceSpec(String name, PackagedService code, URI url, Map<String, String> environment, Path log) {

    public ServiceSpec {
        environment = Map.copyOf(environment);
    }
}
