package dev.beckon.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.Probe;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeMount;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks the rules for every pod of the chart, including its hooks and its test. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class PodsTest {

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void every_container_is_confined(String name) {
        Chart.rendered(name).containers().forEach(container -> SoftAssertions.assertSoftly(is -> {
            var security = container.getSecurityContext();
            is.assertThat(security.getReadOnlyRootFilesystem()).as(container.getName()).isTrue();
            is.assertThat(security.getRunAsNonRoot()).as(container.getName()).isTrue();
            is.assertThat(security.getAllowPrivilegeEscalation()).as(container.getName()).isFalse();
            is.assertThat(security.getPrivileged()).as(container.getName()).isFalse();
            is.assertThat(security.getCapabilities().getDrop()).as(container.getName()).containsExactly("ALL");
            is.assertThat(security.getCapabilities().getAdd()).as(container.getName()).isEmpty();
        }));
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void every_pod_is_nobody_in_the_cluster(String name) {
        Chart.rendered(name).pods().forEach((pod, spec) -> SoftAssertions.assertSoftly(is -> {
            is.assertThat(spec.getAutomountServiceAccountToken()).as(pod).isFalse();
            is.assertThat(spec.getEnableServiceLinks()).as(pod).isFalse();
            is.assertThat(spec.getHostNetwork()).as(pod).isNull();
            is.assertThat(spec.getSecurityContext().getRunAsNonRoot()).as(pod).isTrue();
            is.assertThat(spec.getSecurityContext().getRunAsUser()).as(pod).isPositive();
            is.assertThat(spec.getSecurityContext().getSeccompProfile().getType()).as(pod).isEqualTo("RuntimeDefault");
            is.assertThat(spec.getVolumes()).as(pod).noneMatch(volume -> volume.getHostPath() != null);
        }));
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void every_container_has_resources(String name) {
        Chart.rendered(name).containers().forEach(container -> {
            var resources = container.getResources();
            assertThat(resources.getRequests()).as(container.getName()).containsKeys("cpu", "memory");
            assertThat(resources.getLimits()).as(container.getName()).containsKeys("memory").doesNotContainKey("cpu");
            assertThat(bytes(resources.getRequests().get("memory")))
                    .as(container.getName()).isLessThanOrEqualTo(bytes(resources.getLimits().get("memory")));
        });
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void every_service_has_three_probes_and_readiness_is_not_liveness(String name) {
        for (String service : Rendered.SERVICES) {
            Container container = Chart.rendered(name).deployment(service).getSpec().getTemplate().getSpec().getContainers().getFirst();

            assertThat(path(container.getReadinessProbe())).isEqualTo("/q/health/ready");
            assertThat(path(container.getLivenessProbe())).isEqualTo("/q/health/live");
            assertThat(path(container.getStartupProbe())).isEqualTo("/q/health/live");
        }
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void what_is_mounted_is_there_and_what_is_there_is_mounted(String name) {
        Chart.rendered(name).pods().forEach((pod, spec) -> {
            var mounts = spec.getContainers().getFirst().getVolumeMounts();

            assertThat(mounts).extracting(VolumeMount::getName)
                    .containsExactlyInAnyOrderElementsOf(spec.getVolumes().stream().map(Volume::getName).toList());
            assertThat(mounts).as("a sub-path is never updated").allMatch(mount -> mount.getSubPath() == null);
        });
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void no_password_is_in_the_environment(String name) {
        Chart.rendered(name).containers().flatMap(container -> container.getEnv().stream()).forEach(variable -> {
            assertThat(variable.getValueFrom()).as(variable.getName()).isNull();
            assertThat(variable.getName()).doesNotContain("PASSWORD", "SECRET", "JAAS");
        });
    }

    @Test
    void hooks_are_among_what_is_looked_at() {
        assertThat(Chart.rendered("job-and-gateway-api").pods()).containsOnlyKeys(
                "people-gateway", "people-mention", "people-notification", "people-migration", "people-test");
    }

    @Test
    void the_test_runs_on_a_Node_that_has_a_WebSocket_of_its_own() {
        String image = Chart.rendered("minimal").pods().get("beckon-test").getContainers().getFirst().getImage();

        assertThat(image).matches("docker\\.io/library/node:\\d+-alpine");
        assertThat(Integer.parseInt(image.replaceAll(".*:(\\d+)-alpine", "$1"))).isGreaterThanOrEqualTo(22);
    }

    private static String path(Probe probe) {
        return probe.getHttpGet().getPath();
    }

    private static long bytes(Quantity quantity) {
        return Quantity.getAmountInBytes(quantity).longValueExact();
    }
}
