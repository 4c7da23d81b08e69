package dev.beckon.helm;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.batch.v1.Job;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The typed objects of one rendering. */
record Rendered(List<HasMetadata> objects) {

    static final List<String> SERVICES = List.of("gateway", "mention", "notification");

    static Rendered of(String manifests) {
        return new Rendered(Arrays.stream(manifests.split("(?m)^---\\s*$"))
                .filter(manifest -> manifest.lines().anyMatch(line -> !line.isBlank() && !line.startsWith("#")))
                .map(manifest -> Serialization.unmarshal(manifest, HasMetadata.class))
                .toList());
    }

    <T extends HasMetadata> Stream<T> all(Class<T> type) {
        return objects.stream().filter(type::isInstance).map(type::cast);
    }

    /** The object whose name has this ending. */
    <T extends HasMetadata> T one(Class<T> type, String ending) {
        return all(type).filter(object -> object.getMetadata().getName().endsWith(ending)).findFirst()
                .orElseThrow(() -> new AssertionError("no " + type.getSimpleName() + " …" + ending));
    }

    Deployment deployment(String service) {
        return one(Deployment.class, "-" + service);
    }

    /** Every pod that the objects can create, by the object's name. */
    Map<String, PodSpec> pods() {
        Map<String, PodSpec> pods = new LinkedHashMap<>();
        all(Deployment.class).forEach(d -> pods.put(d.getMetadata().getName(), d.getSpec().getTemplate().getSpec()));
        all(Job.class).forEach(j -> pods.put(j.getMetadata().getName(), j.getSpec().getTemplate().getSpec()));
        all(Pod.class).forEach(p -> pods.put(p.getMetadata().getName(), p.getSpec()));
        return pods;
    }

    Stream<Container> containers() {
        return pods().values().stream().flatMap(pod -> pod.getContainers().stream());
    }

    /** The variables of a service's container, in their order. */
    Map<String, String> environment(String service) {
        Map<String, String> environment = new LinkedHashMap<>();
        for (EnvVar variable : deployment(service).getSpec().getTemplate().getSpec().getContainers().getFirst().getEnv()) {
            environment.put(variable.getName(), variable.getValue());
        }
        return environment;
    }
}
