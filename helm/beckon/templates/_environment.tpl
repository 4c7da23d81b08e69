{{/*
Environment variables of each service. Passwords are files instead: see _secrets.tpl. The order stays, so that an upgrade without
changes rolls no pods.
*/}}
{{- define "beckon.environment" -}}
{{ include "beckon.environment.own" . }}
{{- range $name, $value := (index .root.Values .component).env }}
- {name: {{ $name }}, value: {{ $value | toString | quote }}}
{{- end }}
{{- end -}}

{{- define "beckon.environment.own" -}}
- {name: QUARKUS_HTTP_HOST, value: 0.0.0.0}
- {name: QUARKUS_HTTP_PORT, value: "8080"}
- {name: QUARKUS_MANAGEMENT_PORT, value: "9000"}
{{- if .root.Values.internalTls.existingSecret }}
- {name: QUARKUS_HTTP_SSL_PORT, value: "8443"}
- {name: QUARKUS_HTTP_INSECURE_REQUESTS, value: disabled}
- {name: QUARKUS_TLS_KEY_STORE_PEM__0__CERT, value: /etc/beckon/internal/tls.crt}
- {name: QUARKUS_TLS_KEY_STORE_PEM__0__KEY, value: /etc/beckon/internal/tls.key}
- {name: QUARKUS_TLS_RELOAD_PERIOD, value: 1h}
{{- end }}
{{- if not (hasKey (index .root.Values .component).env "QUARKUS_LOG_CONSOLE_JSON_ENABLED") }}
- {name: QUARKUS_LOG_CONSOLE_JSON_ENABLED, value: "true"}
{{- end }}
# A file for each key, named as the key.
- {name: SMALLRYE_CONFIG_SOURCE_FILE_LOCATIONS, value: /run/secrets/beckon}
{{- with (index .root.Values .component).javaOptions }}
- {name: JDK_JAVA_OPTIONS, value: {{ . | quote }}}
{{- end }}
{{ include "beckon.environment.jwt" .root }}
{{- include "beckon.environment.tracing" .root }}
{{ include (printf "beckon.environment.%s" .component) .root }}
{{- end -}}

{{- define "beckon.environment.jwt" -}}
- {name: MP_JWT_VERIFY_ISSUER, value: {{ .Values.jwt.issuer | quote }}}
- {name: MP_JWT_VERIFY_AUDIENCES, value: {{ .Values.jwt.audience | quote }}}
- {name: MP_JWT_VERIFY_CLOCK_SKEW, value: {{ .Values.jwt.clockSkewSeconds | toString | quote }}}
- name: MP_JWT_VERIFY_PUBLICKEY_LOCATION
  value: {{ .Values.jwt.jwksUrl | default "file:///etc/beckon/jwt/public.pem" | quote }}
{{- end -}}

{{- define "beckon.environment.tracing" -}}
{{- with .Values.tracing }}
{{- if .enabled }}
- {name: QUARKUS_OTEL_SDK_DISABLED, value: "false"}
- {name: QUARKUS_OTEL_EXPORTER_OTLP_ENDPOINT, value: {{ .endpoint | quote }}}
- {name: QUARKUS_OTEL_EXPORTER_OTLP_PROTOCOL, value: {{ .protocol }}}
- {name: QUARKUS_OTEL_TRACES_SAMPLER_ARG, value: {{ .sampleRatio | toString | quote }}}
{{- if .tls.caSecret }}
- {name: QUARKUS_OTEL_EXPORTER_OTLP_TRACES_TLS_CONFIGURATION_NAME, value: traces}
- {name: QUARKUS_TLS__TRACES__TRUST_STORE_PEM_CERTS, value: /etc/beckon/traces-ca/ca.pem}
{{- end }}
{{- end }}
{{- end }}
{{- end -}}

{{- define "beckon.environment.gateway" -}}
{{ include "beckon.environment.redis" . }}
{{ include "beckon.environment.inbox" (dict "root" . "prefix" "GATEWAY") }}
- {name: GATEWAY_INBOX_TOKEN_FILE, value: /etc/beckon/inbox/token}
- {name: CHANNELS_LONGPOLL_ENABLED, value: {{ .Values.gateway.longPolling.enabled | quote }}}
- {name: CHANNELS_SOCKET_MAX_CONNECTIONS, value: {{ .Values.gateway.maxConnections | int64 | quote }}}
- {name: CHANNELS_SOCKET_DRAIN_WINDOW, value: {{ .Values.gateway.drain.windowSeconds }}s}
- {name: CHANNELS_SOCKET_CLOSE_TIMEOUT, value: {{ .Values.gateway.drain.closeTimeoutSeconds }}s}
{{- with .Values.gateway.allowedOrigins }}
- {name: CHANNELS_TRANSPORT_ALLOWED_ORIGINS, value: {{ join "," . | quote }}}
{{- end }}
{{- end -}}

{{- define "beckon.environment.mention" -}}
{{ include "beckon.environment.kafka" . }}
{{ include "beckon.environment.shutdown" .Values.mention.shutdown }}
- {name: MENTION_KAFKA_TOPIC, value: {{ .Values.kafka.topics.mentions | quote }}}
- {name: MENTION_KAFKA_LANES_TOPIC, value: {{ .Values.kafka.topics.lanes | quote }}}
- {name: MENTION_KAFKA_ROUTER_GROUP, value: {{ .Values.kafka.routerGroup | quote }}}
{{ include "beckon.environment.inbox" (dict "root" . "prefix" "MENTION") }}
{{- end -}}

{{/* How another service reaches notification-service. */}}
{{- define "beckon.environment.inbox" -}}
- {name: {{ .prefix }}_INBOX_URL, value: "{{ include "beckon.scheme" .root }}://{{ include "beckon.fullname" .root }}-notification:{{ .root.Values.notification.service.port }}"}
{{- if .root.Values.internalTls.existingSecret }}
- {name: {{ .prefix }}_INBOX_TLS_CONFIGURATION_NAME, value: internal}
- {name: QUARKUS_TLS__INTERNAL__TRUST_STORE_PEM_CERTS, value: /etc/beckon/internal/ca.crt}
{{- end }}
{{- end -}}

{{- define "beckon.environment.notification" -}}
{{ include "beckon.environment.kafka" . }}
{{ include "beckon.environment.redis" . }}
{{ include "beckon.environment.postgresql" . }}
{{ include "beckon.environment.shutdown" .Values.notification.shutdown }}
- {name: MP_MESSAGING_INCOMING_MENTIONS_TOPIC, value: {{ .Values.kafka.topics.lanes | quote }}}
- {name: MP_MESSAGING_INCOMING_MENTIONS_GROUP_ID, value: {{ .Values.kafka.consumerGroup | quote }}}
- {name: NOTIFICATION_DEAD_LETTERS_KAFKA_TOPIC, value: {{ .Values.kafka.topics.deadLetters | quote }}}
{{- if eq .Values.notification.migrations.mode "job" }}
- {name: QUARKUS_FLYWAY_MIGRATE_AT_START, value: "false"}
{{- end }}
{{- end -}}

{{- define "beckon.environment.shutdown" -}}
- {name: QUARKUS_SHUTDOWN_DELAY, value: {{ .delaySeconds }}s}
- {name: QUARKUS_SHUTDOWN_TIMEOUT, value: {{ .timeoutSeconds }}s}
{{- end -}}

{{/* Kafka's own keys, which every client of ours takes: producer, consumer, dead letters, readiness. */}}
{{- define "beckon.environment.kafka" -}}
{{- $kafka := .Values.kafka -}}
- {name: KAFKA_BOOTSTRAP_SERVERS, value: {{ $kafka.bootstrapServers | quote }}}
- {name: KAFKA_SECURITY_PROTOCOL, value: {{ ternary "SASL_" "" (ne $kafka.sasl.mechanism "") }}{{ ternary "SSL" "PLAINTEXT" $kafka.tls.enabled }}}
{{- with $kafka.sasl.mechanism }}
- {name: KAFKA_SASL_MECHANISM, value: {{ . }}}
{{- end }}
{{- if and $kafka.tls.enabled $kafka.tls.caSecret }}
- {name: KAFKA_SSL_TRUSTSTORE_TYPE, value: PEM}
- {name: KAFKA_SSL_TRUSTSTORE_LOCATION, value: /etc/beckon/kafka-ca/ca.pem}
{{- end }}
{{- if and $kafka.tls.enabled $kafka.tls.clientSecret }}
- {name: KAFKA_SSL_KEYSTORE_TYPE, value: PEM}
- {name: KAFKA_SSL_KEYSTORE_LOCATION, value: /etc/beckon/kafka-client/client.pem}
{{- end }}
{{- end -}}

{{- define "beckon.environment.redis" -}}
- {name: QUARKUS_REDIS_HOSTS, value: {{ .Values.redis.hosts | quote }}}
- {name: CHANNELS_REDIS_PREFIX, value: {{ .Values.redis.prefix | quote }}}
{{- if ne .Values.redis.clientType "standalone" }}
- {name: QUARKUS_REDIS_CLIENT_TYPE, value: {{ .Values.redis.clientType }}}
{{- end }}
{{- if eq .Values.redis.clientType "sentinel" }}
- {name: QUARKUS_REDIS_MASTER_NAME, value: {{ .Values.redis.masterName | quote }}}
{{- end }}
{{- if hasPrefix "rediss:" .Values.redis.hosts }}
# Two underscores around a name that is ours: with one, Quarkus does not see that it is a name, and ignores the variable.
- {name: QUARKUS_REDIS_TLS_CONFIGURATION_NAME, value: redis}
- {name: QUARKUS_TLS__REDIS__HOSTNAME_VERIFICATION_ALGORITHM, value: HTTPS}
{{- if .Values.redis.tls.caSecret }}
- {name: QUARKUS_TLS__REDIS__TRUST_STORE_PEM_CERTS, value: /etc/beckon/redis-ca/ca.pem}
{{- end }}
{{- end }}
{{- end -}}

{{/* The query that JDBC, which Flyway uses, needs for TLS. */}}
{{- define "beckon.jdbcQuery" -}}
?sslmode={{ .tls.mode }}{{ if .tls.caSecret }}&sslrootcert=/etc/beckon/postgresql-ca/ca.pem{{ end }}
{{- end -}}

{{/* host:port/database of a server in postgresql.shards, as notification-service and the operator's tool name it. */}}
{{- define "beckon.shard" -}}
{{- .shard.host }}:{{ .shard.port | default .postgresql.port | int }}/{{ .shard.database | default .postgresql.database }}
{{- end -}}

{{- define "beckon.environment.postgresql" -}}
{{- $pg := .Values.postgresql -}}
{{- range $i, $shard := $pg.shards }}
- {name: NOTIFICATION_SHARDS_{{ $i }}__URL, value: "postgresql://{{ include "beckon.shard" (dict "shard" $shard "postgresql" $pg) }}{{ include "beckon.jdbcQuery" $pg }}"}
- {name: NOTIFICATION_SHARDS_{{ $i }}__LANES, value: {{ $shard.lanes | quote }}}
{{- else }}
{{ include "beckon.environment.server" (dict "address" (printf "%s:%d/%s" $pg.host (int $pg.port) $pg.database) "postgresql" $pg) }}
{{- end }}
{{ include "beckon.environment.pool" $pg }}
{{- end -}}

{{/* Twice: Flyway goes by JDBC, the service by the reactive client. */}}
{{- define "beckon.environment.server" -}}
- {name: QUARKUS_DATASOURCE_REACTIVE_URL, value: "postgresql://{{ .address }}"}
- {name: QUARKUS_DATASOURCE_JDBC_URL, value: "jdbc:postgresql://{{ .address }}{{ include "beckon.jdbcQuery" .postgresql }}"}
{{- end -}}

{{- define "beckon.environment.pool" -}}
{{- $pg := . -}}
- {name: QUARKUS_DATASOURCE_REACTIVE_MAX_SIZE, value: {{ $pg.poolSize | int | quote }}}
- {name: QUARKUS_DATASOURCE_REACTIVE_POSTGRESQL_SSL_MODE, value: {{ $pg.tls.mode }}}
{{- if $pg.tls.caSecret }}
- {name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM, value: "true"}
- {name: QUARKUS_DATASOURCE_REACTIVE_TRUST_CERTIFICATE_PEM_CERTS, value: /etc/beckon/postgresql-ca/ca.pem}
{{- else if eq $pg.tls.mode "require" }}
# As "require" of PostgreSQL's own clients: encrypted, without a check of the server.
- {name: QUARKUS_DATASOURCE_REACTIVE_TRUST_ALL, value: "true"}
{{- end }}
{{- if eq $pg.tls.mode "verify-full" }}
- {name: QUARKUS_DATASOURCE_REACTIVE_HOSTNAME_VERIFICATION_ALGORITHM, value: HTTPS}
{{- end }}
{{- end -}}
