{{/* What a schema cannot say: values that need one another. Each message names the value. */}}
{{- define "beckon.check" -}}
{{- $v := .Values -}}
{{- if eq (empty $v.jwt.jwksUrl) (empty $v.jwt.publicKey) -}}
{{- fail "jwt: set exactly one of jwt.jwksUrl and jwt.publicKey" -}}
{{- end -}}
{{- if and $v.gateway.longPolling.enabled (not $v.gateway.longPolling.existingSecret) -}}
{{- fail "gateway.longPolling.existingSecret is required: name a Secret with 32 or more random characters, or set gateway.longPolling.enabled to false" -}}
{{- end -}}
{{- if and $v.kafka.sasl.mechanism (not $v.kafka.sasl.existingSecret) -}}
{{- fail "kafka.sasl.existingSecret is required with kafka.sasl.mechanism: name a Secret with the line for sasl.jaas.config" -}}
{{- end -}}
{{- if and (eq $v.kafka.sasl.mechanism "PLAIN") (not $v.kafka.tls.enabled) -}}
{{- fail "kafka.sasl.mechanism PLAIN sends the password as it is: set kafka.tls.enabled" -}}
{{- end -}}
{{- if eq (empty $v.postgresql.host) (empty $v.postgresql.shards) -}}
{{- fail "postgresql: set exactly one of postgresql.host and postgresql.shards" -}}
{{- end -}}
{{- if and (hasPrefix "verify" $v.postgresql.tls.mode) (not $v.postgresql.tls.caSecret) -}}
{{- fail (printf "postgresql.tls.caSecret is required with postgresql.tls.mode %s" $v.postgresql.tls.mode) -}}
{{- end -}}
{{- if and (eq $v.redis.clientType "sentinel") (not $v.redis.masterName) -}}
{{- fail "redis.masterName is required with redis.clientType sentinel" -}}
{{- end -}}
{{- if and (eq $v.redis.clientType "standalone") (contains "," $v.redis.hosts) -}}
{{- fail "redis.hosts has several addresses: set redis.clientType to sentinel or cluster" -}}
{{- end -}}
{{- if and $v.redis.tls.caSecret (not (hasPrefix "rediss:" $v.redis.hosts)) -}}
{{- fail "redis.tls.caSecret has no effect without TLS: begin redis.hosts with rediss://" -}}
{{- end -}}
{{- if and $v.tracing.enabled (not $v.tracing.endpoint) -}}
{{- fail "tracing.endpoint is required with tracing.enabled: the collector's URL, such as http://otel-collector.monitoring:4317" -}}
{{- end -}}
{{- if and $v.tracing.tls.caSecret (not (hasPrefix "https:" $v.tracing.endpoint)) -}}
{{- fail "tracing.tls.caSecret has no effect without TLS: begin tracing.endpoint with https://" -}}
{{- end -}}
{{- if and $v.ingress.enabled $v.httpRoute.enabled -}}
{{- fail "ingress and httpRoute: enable one of them" -}}
{{- end -}}
{{- if and $v.ingress.enabled (not $v.ingress.host) -}}
{{- fail "ingress.host is required with ingress.enabled" -}}
{{- end -}}
{{- if and $v.httpRoute.enabled (or (not $v.httpRoute.host) (not $v.httpRoute.parentRefs)) -}}
{{- fail "httpRoute.host and httpRoute.parentRefs are required with httpRoute.enabled" -}}
{{- end -}}
{{- range $component := list "gateway" "mention" "notification" -}}
{{- $values := index $v $component -}}
{{- if and $values.autoscaling.enabled (gt (int $values.autoscaling.minReplicas) (int $values.autoscaling.maxReplicas)) -}}
{{- fail (printf "%s.autoscaling: minReplicas is above maxReplicas" $component) -}}
{{- end -}}
{{- $own := list -}}
{{- range include "beckon.environment.own" (dict "root" $ "component" $component) | fromYamlArray -}}
{{- $own = append $own .name -}}
{{- end -}}
{{- range $name, $_ := $values.env -}}
{{- if has $name $own -}}
{{- fail (printf "%s.env.%s: the chart sets it; use the value that it has for it" $component $name) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{- define "beckon.jwtKey" -}}
{{ .Values.jwt.publicKey }}
{{- end -}}
