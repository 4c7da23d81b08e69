package dev.beckon.localstack.services;

import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One process of a service.
 *
 * @param name unique in the stack, such as {@code gateway-1}
 * @param url the URL on which it will listen
 * @param environment its configuration
 * @param jvmFlags such as {@code -Xmx256m}
 * @param log the file for its output
 */
public record ServiceSpec(String name, PackagedService code, URI url, Map<String, String> environment, List<String> jvmFlags,
        Path log) {

    /** Small, because a development machine runs all services and servers at once; without the C2 compiler, as in {@code quarkus:dev}. */
    public static final List<String> JVM_FLAGS = List.of("-Xmx256m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    public ServiceSpec {
        environment = Map.copyOf(environment);
        jvmFlags = List.copyOf(jvmFlags);
    }

    public ServiceSpec(String name, PackagedService code, URI url, Map<String, String> environment, Path log) {
        this(name, code, url, environment, JVM_FLAGS, log);
    }
}
