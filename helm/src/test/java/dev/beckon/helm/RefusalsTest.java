package dev.beckon.helm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Checks that Helm refuses wrong values before it installs anything, with a message that names them. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class RefusalsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            jwt.issuer                             | ''            | issuer
            jwt.jwksUrl                            | ''            | set exactly one of jwt.jwksUrl and jwt.publicKey
            jwt.jwksUrl                            | id.example    | jwksUrl
            kafka.bootstrapServers                 | ''            | bootstrapServers
            kafka.bootstrapServers                 | kafka         | bootstrapServers
            kafka.sasl.mechanism                   | GSSAPI        | mechanism
            kafka.sasl.mechanism                   | SCRAM-SHA-512 | kafka.sasl.existingSecret is required
            redis.hosts                            | ''            | hosts
            redis.hosts                            | redis://:pw@r | hosts
            redis.hosts                            | redis://a,redis://b | set redis.clientType to sentinel or cluster
            redis.clientType                       | replication   | clientType
            redis.clientType                       | sentinel      | redis.masterName is required
            redis.tls.caSecret                     | ca            | begin redis.hosts with rediss://
            postgresql.host                        | ''            | set exactly one of postgresql.host and postgresql.shards
            postgresql.shards                      | db1           | shards
            postgresql.existingSecret              | ''            | existingSecret
            postgresql.tls.mode                    | prefer        | mode
            postgresql.tls.mode                    | verify-full   | postgresql.tls.caSecret is required
            gateway.inboxToken.existingSecret      | ''            | inboxToken
            gateway.longPolling.existingSecret     | ''            | gateway.longPolling.existingSecret is required
            gateway.replica                        | 3             | replica
            gateway.replicas                       | many          | replicas
            gateway.drain.marginSeconds            | 1             | marginSeconds
            gateway.image.digest                   | sha256:12     | digest
            gateway.env.lower                      | 1             | lower
            gateway.env.CHANNELS_SOCKET_DRAIN_WINDOW | 1s          | the chart sets it
            gateway.resources.limits.memory        | 2 GB          | memory
            notification.migrations.mode           | never         | mode
            securityContext.runAsUser              | 0             | runAsUser
            ingress.enabled                        | true          | ingress.host is required
            httpRoute.enabled                      | true          | httpRoute.host and httpRoute.parentRefs are required
            networkPolicy.egress.redis.ports       | redis         | ports
            tracing.enabled                        | true          | tracing.endpoint is required
            tracing.endpoint                       | collector     | endpoint
            tracing.protocol                       | http/json     | protocol
            tracing.sampleRatio                    | 1.1           | sampleRatio
            tracing.tls.caSecret                   | ca            | begin tracing.endpoint with https://
            networkPolicy.egress.tracing.ports     | grpc          | ports
            passwords.redis                        | secret        | passwords
            """)
    void a_wrong_value_is_refused_by_its_name(String key, String value, String message) {
        assertThatThrownBy(() -> Chart.rendered("minimal", Map.of(key, value))).hasMessageContaining(message);
    }

    @Test
    void a_password_without_tls_is_refused() {
        assertThatThrownBy(() -> Chart.rendered("minimal", Map.of("kafka.sasl.mechanism", "PLAIN",
                "kafka.sasl.existingSecret", "beckon-kafka"))).hasMessageContaining("set kafka.tls.enabled");
    }

    @Test
    void two_ways_in_are_refused() {
        assertThatThrownBy(() -> Chart.rendered("small", Map.of("ingress.enabled", true, "ingress.host", "ws.example.com")))
                .hasMessageContaining("enable one of them");
    }

    @Test
    void a_minimum_above_the_maximum_is_refused() {
        Map<String, Object> values = new HashMap<>(Map.of("mention.autoscaling.enabled", true));
        values.put("mention.autoscaling.minReplicas", 7);

        assertThatThrownBy(() -> Chart.rendered("minimal", values)).hasMessageContaining("minReplicas is above maxReplicas");
    }
}
