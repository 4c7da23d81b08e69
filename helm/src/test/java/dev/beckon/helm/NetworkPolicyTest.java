package dev.beckon.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicy;
import io.fabric8.kubernetes.api.model.networking.v1.NetworkPolicyIngressRule;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Checks which peers may reach a pod. Kubernetes reads a rule without peers as all peers, so empty values must not render one. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class NetworkPolicyTest {

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void no_rule_lets_everybody_in(String name) {
        assertThat(Chart.rendered(name).all(NetworkPolicy.class).flatMap(policy -> policy.getSpec().getIngress().stream()))
                .allSatisfy(rule -> assertThat(rule.getFrom()).isNotEmpty());
    }

    @Test
    void an_empty_list_of_callers_lets_nobody_in_but_beckons_own_pods() {
        Rendered chart = Chart.rendered("guide", Map.of("networkPolicy.gatewayFrom", "null", "networkPolicy.mentionFrom", "null",
                "networkPolicy.notificationFrom", "null", "networkPolicy.metricsFrom", "null"));

        assertThat(peers(chart, "mention")).isEmpty();
        assertThat(peers(chart, "gateway")).containsExactly("test");
        assertThat(peers(chart, "notification")).containsExactly("gateway", "mention");
    }

    @Test
    void who_scrapes_has_a_rule_apart_from_who_calls() {
        for (String service : Rendered.SERVICES) {
            assertThat(rules(Chart.rendered("guide"), service))
                    .filteredOn(rule -> rule.getFrom().stream().anyMatch(peer -> peer.getNamespaceSelector() != null
                            && "monitoring".equals(peer.getNamespaceSelector().getMatchLabels().get("kubernetes.io/metadata.name"))))
                    .singleElement().satisfies(rule -> assertThat(rule.getFrom()).hasSize(1));
        }
    }

    private static List<NetworkPolicyIngressRule> rules(Rendered chart, String service) {
        return chart.one(NetworkPolicy.class, "-" + service).getSpec().getIngress();
    }

    private static List<String> peers(Rendered chart, String service) {
        return rules(chart, service).stream().flatMap(rule -> rule.getFrom().stream())
                .map(peer -> peer.getPodSelector().getMatchLabels().get("app.kubernetes.io/component"))
                .toList();
    }
}
