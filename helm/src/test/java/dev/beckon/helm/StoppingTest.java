package dev.beckon.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.PodSpec;
import io.fabric8.kubernetes.api.model.Probe;
import java.time.Duration;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks that Kubernetes gives each pod enough time to shut down before it kills the pod. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class StoppingTest {

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void a_gateway_has_longer_than_its_drain(String name) {
        Rendered chart = Chart.rendered(name);
        PodSpec pod = chart.deployment("gateway").getSpec().getTemplate().getSpec();
        Duration drain = Duration.ofSeconds(pod.getContainers().getFirst().getLifecycle().getPreStop().getSleep().getSeconds())
                .plus(seconds(chart, "gateway", "CHANNELS_SOCKET_DRAIN_WINDOW"))
                .plus(seconds(chart, "gateway", "CHANNELS_SOCKET_CLOSE_TIMEOUT"));

        assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds())).isGreaterThanOrEqualTo(drain.plusSeconds(5));
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void the_other_services_have_delay_and_fifteen_seconds(String name) {
        Rendered chart = Chart.rendered(name);
        for (String service : new String[] {"mention", "notification"}) {
            PodSpec pod = chart.deployment(service).getSpec().getTemplate().getSpec();

            assertThat(Duration.ofSeconds(pod.getTerminationGracePeriodSeconds()))
                    .isGreaterThanOrEqualTo(seconds(chart, service, "QUARKUS_SHUTDOWN_DELAY").plusSeconds(15));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void a_stopping_pod_serves_for_longer_than_readiness_takes_to_be_seen(String name) {
        Rendered chart = Chart.rendered(name);
        for (String service : new String[] {"mention", "notification"}) {
            Container container = chart.deployment(service).getSpec().getTemplate().getSpec().getContainers().getFirst();
            Probe readiness = container.getReadinessProbe();

            assertThat(seconds(chart, service, "QUARKUS_SHUTDOWN_DELAY"))
                    .isGreaterThan(Duration.ofSeconds((long) readiness.getPeriodSeconds() * readiness.getFailureThreshold()));
        }
    }

    private static Duration seconds(Rendered chart, String service, String variable) {
        return Duration.parse("PT" + chart.environment(service).get(variable));
    }
}
