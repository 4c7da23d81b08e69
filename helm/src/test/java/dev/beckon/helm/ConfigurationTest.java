package dev.beckon.helm;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.EnvVar;
import io.fabric8.kubernetes.api.model.KeyToPath;
import io.fabric8.kubernetes.api.model.SecretProjection;
import io.fabric8.kubernetes.api.model.Volume;
import io.fabric8.kubernetes.api.model.VolumeProjection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator.ReplaceUnderscores;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A service silently ignores an unknown key, so the chart must not set any. */
@DisplayNameGeneration(ReplaceUnderscores.class)
class ConfigurationTest {

    /** Variables that the JVM reads. */
    private static final Set<String> NOT_QUARKUS = Set.of("JDK_JAVA_OPTIONS");

    private static final Map<String, ConfigurationKeys> KEYS = Map.of(
            "gateway", ConfigurationKeys.of("gateway-service", "channels"),
            "mention", ConfigurationKeys.of("mention-service"),
            "notification", ConfigurationKeys.of("notification-service"));

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void every_variable_is_a_key_of_its_service(String name) {
        for (String service : Rendered.SERVICES) {
            Set<String> unknown = new TreeSet<>(Chart.rendered(name).environment(service).keySet());
            unknown.removeAll(NOT_QUARKUS);
            unknown.removeIf(KEYS.get(service)::haveVariable);

            assertThat(unknown).as(service).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void every_password_is_a_file_named_as_a_key_of_its_service(String name) {
        for (String service : Rendered.SERVICES) {
            assertThat(passwords(Chart.rendered(name), service)).as(service).allMatch(KEYS.get(service)::have);
        }
    }

    @Test
    void the_passwords_of_everything() {
        Rendered chart = Chart.rendered("everything");

        assertThat(passwords(chart, "gateway")).containsExactly("quarkus.redis.password", "channels.longpoll.secret");
        assertThat(passwords(chart, "mention")).containsExactly("kafka.sasl.jaas.config");
        assertThat(passwords(chart, "notification")).containsExactly("kafka.sasl.jaas.config", "quarkus.redis.password",
                "quarkus.datasource.username", "quarkus.datasource.password");
    }

    @ParameterizedTest
    @MethodSource("dev.beckon.helm.Chart#cases")
    void every_file_that_a_variable_names_is_mounted(String name) {
        Rendered chart = Chart.rendered(name);
        for (String service : Rendered.SERVICES) {
            var pod = chart.deployment(service).getSpec().getTemplate().getSpec();
            Set<String> mounted = new HashSet<>();
            pod.getContainers().getFirst().getVolumeMounts().forEach(mount -> mounted.add(mount.getMountPath()));

            assertThat(chart.environment(service).values().stream()
                    .flatMap(value -> Stream.of(value.split("[&?=]")))
                    .map(value -> value.replaceFirst("^file://", ""))
                    .filter(value -> value.startsWith("/etc/beckon/")))
                    .as(service)
                    .allSatisfy(file -> assertThat(mounted).contains(file.substring(0, file.lastIndexOf('/'))));
        }
    }

    @Test
    void no_variable_is_set_twice() {
        Chart.cases().forEach(name -> Chart.rendered(name).containers().forEach(container -> assertThat(container.getEnv()).extracting(
                "name").doesNotHaveDuplicates()));
    }

    @Test
    void everything_over_tls() {
        Rendered chart = Chart.rendered("everything");

        assertThat(chart.environment("mention")).containsEntry("KAFKA_SECURITY_PROTOCOL", "SASL_SSL");
        assertThat(chart.environment("gateway"))
                .containsEntry("QUARKUS_REDIS_HOSTS", "rediss://redis-1.example.com:6380,rediss://redis-2.example.com:6380")
                .containsEntry("QUARKUS_REDIS_CLIENT_TYPE", "cluster")
                .doesNotContainKey("QUARKUS_REDIS_MASTER_NAME")
                .containsEntry("QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERTS", "/etc/beckon/redis-ca/ca.pem")
                .containsEntry("QUARKUS_TLS_KEY_STORE_PEM__0__CERT", "/etc/beckon/internal/tls.crt")
                .containsEntry("QUARKUS_HTTP_INSECURE_REQUESTS", "disabled");
        assertThat(chart.environment("notification"))
                .containsEntry("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE", "verify-full")
                .containsEntry("QUARKUS_DATASOURCE_JDBC_URL", "jdbc:postgresql://db.example.com:5433/beckon"
                        + "?sslmode=verify-full&sslrootcert=/etc/beckon/postgresql-ca/ca.pem");
    }

    @Test
    void several_PostgreSQL_servers_are_listed_with_their_lanes_and_the_job_migrates_each() {
        Rendered chart = Chart.rendered("job-and-gateway-api");

        assertThat(chart.environment("notification"))
                .containsEntry("NOTIFICATION_SHARDS_0__URL", "postgresql://db1:5432/beckon?sslmode=require")
                .containsEntry("NOTIFICATION_SHARDS_0__LANES", "0-31")
                .containsEntry("NOTIFICATION_SHARDS_1__URL", "postgresql://db2:5433/beckon?sslmode=require")
                .containsEntry("NOTIFICATION_SHARDS_1__LANES", "32-40,41-63")
                .containsEntry("QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE", "require")
                .doesNotContainKeys("QUARKUS_DATASOURCE_REACTIVE_URL", "QUARKUS_DATASOURCE_JDBC_URL");
        assertThat(chart.containers().filter(container -> container.getName().startsWith("migration"))
                .flatMap(container -> container.getEnv().stream()).filter(variable -> variable.getName().equals(
                        "QUARKUS_DATASOURCE_JDBC_URL"))
                .map(EnvVar::getValue))
                .containsExactly("jdbc:postgresql://db1:5432/beckon?sslmode=require", "jdbc:postgresql://db2:5433/beckon?sslmode=require");
    }

    @Test
    void traces_go_to_the_collector_of_every_service_and_of_none_by_default() {
        for (String service : Rendered.SERVICES) {
            assertThat(Chart.rendered("minimal").environment(service).keySet()).noneMatch(name -> name.startsWith("QUARKUS_OTEL"));
            assertThat(Chart.rendered("everything").environment(service))
                    .containsEntry("QUARKUS_OTEL_SDK_DISABLED", "false")
                    .containsEntry("QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT", "https://collector.tracing:4318")
                    .containsEntry("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf")
                    .containsEntry("QUARKUS_OTEL_TRACES_SAMPLER_ARG", "0.25")
                    .containsEntry("QUARKUS_TLS__TRACES__TRUST_STORE_PEM_CERTS", "/etc/beckon/traces-ca/ca.pem");
        }
        assertThat(Chart.rendered("job-and-gateway-api").environment("gateway"))
                .containsEntry("QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL", "grpc").containsEntry("QUARKUS_OTEL_TRACES_SAMPLER_ARG", "1");
    }

    private static List<String> passwords(Rendered chart, String service) {
        return chart.deployment(service).getSpec().getTemplate().getSpec().getVolumes().stream()
                .map(Volume::getProjected)
                .filter(projected -> projected != null)
                .flatMap(projected -> projected.getSources().stream())
                .map(VolumeProjection::getSecret)
                .map(SecretProjection::getItems)
                .flatMap(List::stream)
                .map(KeyToPath::getPath)
                .toList();
    }
}
