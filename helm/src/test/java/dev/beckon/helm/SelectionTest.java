package dev.beckon.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.ServiceAccount;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.autoscaling.v2.HorizontalPodAutoscaler;
import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.policy.v1.PodDisruptionBudget;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks references between objects by label, name and port: the API server silently accepts wrong ones. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class SelectionTest {

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void what_selects_pods_selects_those_of_its_own_service_alone(String name) {
        Rendered chart = Chart.rendered(name);
        for (String service : Rendered.SERVICES) {
            String ending = "-" + service;
            List<Map<String, String>> selectors = Stream.of(
                    Stream.of(chart.one(Service.class, ending).getSpec().getSelector()),
                    Stream.of(chart.deployment(service).getSpec().getSelector().getMatchLabels()),
                    chart.all(PodDisruptionBudget.class).filter(object -> object.getMetadata().getName().endsWith(ending))
                            .map(budget -> budget.getSpec().getSelector().getMatchLabels()),
                    chart.all(NetworkPolicy.class).filter(object -> object.getMetadata().getName().endsWith(ending))
                            .map(policy -> policy.getSpec().getPodSelector().getMatchLabels()))
                    .flatMap(stream -> stream).toList();

            assertThat(selectors).allSatisfy(selector -> assertThat(chart.all(Deployment.class)
                    .filter(deployment -> labels(deployment).entrySet().containsAll(selector.entrySet())))
                    .containsExactly(chart.deployment(service)));
        }
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void a_version_is_in_no_selector(String name) {
        assertThat(Chart.rendered(name).all(Deployment.class)).allSatisfy(deployment -> assertThat(deployment.getSpec().getSelector()
                .getMatchLabels()).containsOnlyKeys("app.kubernetes.io/name",
                        "app.kubernetes.io/instance", "app.kubernetes.io/component"));
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void who_is_named_exists(String name) {
        Rendered chart = Chart.rendered(name);
        List<String> deployments = names(chart.all(Deployment.class));
        List<String> services = names(chart.all(Service.class));

        assertThat(chart.all(HorizontalPodAutoscaler.class))
                .allSatisfy(scaler -> assertThat(deployments).contains(scaler.getSpec().getScaleTargetRef().getName()));
        assertThat(chart.all(Ingress.class).flatMap(ingress -> ingress.getSpec().getRules().stream())
                .flatMap(rule -> rule.getHttp().getPaths().stream()))
                .allSatisfy(path -> assertThat(services).contains(path.getBackend().getService().getName()));
        assertThat(chart.all(Deployment.class).map(deployment -> deployment.getSpec().getTemplate().getSpec()))
                .allSatisfy(pod -> assertThat(pod.getServiceAccountName()).satisfiesAnyOf(
                        account -> assertThat(names(chart.all(ServiceAccount.class))).contains(account),
                        account -> assertThat(account).isEqualTo("default")));
        assertThat(List.of(chart.environment("gateway").get("GATEWAY_INBOX_URL"), chart.environment("mention").get("MENTION_INBOX_URL")))
                .containsOnly((name.equals("everything") ? "https://" : "http://") + chart.one(Service.class, "-notification").getMetadata()
                        .getName() + ":80");
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void a_scaled_service_has_no_number_of_its_own(String name) {
        Rendered chart = Chart.rendered(name);
        List<String> scaled = chart.all(HorizontalPodAutoscaler.class)
                .map(scaler -> scaler.getSpec().getScaleTargetRef().getName()).toList();

        assertThat(chart.all(Deployment.class)).allSatisfy(deployment -> assertThat(deployment.getSpec().getReplicas() == null)
                .isEqualTo(scaled.contains(deployment.getMetadata().getName())));
    }

    @Test
    void the_collector_of_traces_is_let_out_to_where_there_is_one() {
        for (String service : Rendered.SERVICES) {
            assertThat(ports(Chart.rendered("everything"), service)).contains(4318);
            assertThat(ports(Chart.rendered("minimal"), service)).doesNotContain(4317, 4318);
        }
    }

    /** A rule without peers would admit any pod of any namespace. */
    @Test
    void where_no_caller_is_named_a_rule_lets_in_nobody() {
        for (String service : Rendered.SERVICES) {
            assertThat(Chart.rendered("minimal").one(NetworkPolicy.class, "-" + service).getSpec().getIngress())
                    .as(service).allSatisfy(rule -> assertThat(rule.getFrom()).isNotEmpty());
        }
    }

    private static List<Integer> ports(Rendered chart, String service) {
        return chart.one(NetworkPolicy.class, "-" + service).getSpec().getEgress().stream()
                .flatMap(rule -> rule.getPorts().stream()).map(port -> port.getPort().getIntVal()).toList();
    }

    private static Map<String, String> labels(Deployment deployment) {
        return deployment.getSpec().getTemplate().getMetadata().getLabels();
    }

    private static List<String> names(Stream<? extends io.fabric8.kubernetes.api.model.HasMetadata> objects) {
        return objects.map(object -> object.getMetadata().getName()).toList();
    }
}
