{{/*
Volumes of a component: passwords as files named by their configuration keys, one folder of them all; certificates and tokens by path.
None is mounted by subPath, so that what is replaced in a Secret is replaced in the pod.
*/}}
{{- define "beckon.volumes" -}}
{{- $values := index .root.Values .component -}}
- name: tmp
  emptyDir: {sizeLimit: 64Mi}
{{- if not .root.Values.jwt.jwksUrl }}
- name: jwt
  configMap: {name: {{ include "beckon.fullname" .root }}-jwt}
{{- end }}
{{- $passwords := include (printf "beckon.passwords.%s" .component) .root | trim }}
{{- if $passwords }}
- name: passwords
  projected:
    defaultMode: 0440
    sources:
      {{- $passwords | nindent 6 }}
{{- end }}
{{- with .root.Values.internalTls.existingSecret }}
- name: internal
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- if eq .component "gateway" }}
- name: inbox-token
  secret:
    secretName: {{ .root.Values.gateway.inboxToken.existingSecret }}
    defaultMode: 0440
    items: [{key: {{ .root.Values.gateway.inboxToken.key | quote }}, path: token}]
{{- end }}
{{- range include "beckon.certificates" . | fromYamlArray }}
- name: {{ .name }}
  secret: {secretName: {{ .secret }}, defaultMode: 0440, items: [{key: {{ .key | quote }}, path: {{ .path }}}]}
{{- end }}
{{- with $values.volumes }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "beckon.volumeMounts" -}}
{{- $values := index .root.Values .component -}}
# The rest of the file system is read-only; libraries unpack and cache here.
- {name: tmp, mountPath: /tmp}
{{- if not .root.Values.jwt.jwksUrl }}
- {name: jwt, mountPath: /etc/beckon/jwt, readOnly: true}
{{- end }}
{{- if include (printf "beckon.passwords.%s" .component) .root | trim }}
- {name: passwords, mountPath: /run/secrets/beckon, readOnly: true}
{{- end }}
{{- if .root.Values.internalTls.existingSecret }}
- {name: internal, mountPath: /etc/beckon/internal, readOnly: true}
{{- end }}
{{- if eq .component "gateway" }}
- {name: inbox-token, mountPath: /etc/beckon/inbox, readOnly: true}
{{- end }}
{{- range include "beckon.certificates" . | fromYamlArray }}
- {name: {{ .name }}, mountPath: /etc/beckon/{{ .name }}, readOnly: true}
{{- end }}
{{- with $values.volumeMounts }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* A list of {name, secret, key, path}. */}}
{{- define "beckon.certificates" -}}
{{- $kafka := and (ne .component "gateway") .root.Values.kafka.tls.enabled -}}
{{- with .root.Values.kafka.tls }}
{{- if and $kafka .caSecret }}
- {name: kafka-ca, secret: {{ .caSecret }}, key: {{ .caKey | quote }}, path: ca.pem}
{{- end }}
{{- if and $kafka .clientSecret }}
- {name: kafka-client, secret: {{ .clientSecret }}, key: {{ .clientKey | quote }}, path: client.pem}
{{- end }}
{{- end }}
{{- with .root.Values.redis.tls }}
{{- if and .caSecret (ne $.component "mention") }}
- {name: redis-ca, secret: {{ .caSecret }}, key: {{ .caKey | quote }}, path: ca.pem}
{{- end }}
{{- end }}
{{- with .root.Values.postgresql.tls }}
{{- if and .caSecret (eq $.component "notification") }}
- {name: postgresql-ca, secret: {{ .caSecret }}, key: {{ .caKey | quote }}, path: ca.pem}
{{- end }}
{{- end }}
{{- with .root.Values.tracing }}
{{- if and .enabled .tls.caSecret }}
- {name: traces-ca, secret: {{ .tls.caSecret }}, key: {{ .tls.caKey | quote }}, path: ca.pem}
{{- end }}
{{- end }}
{{- end -}}

{{- define "beckon.passwords.gateway" -}}
{{ include "beckon.passwords.redis" . }}
{{- if .Values.gateway.longPolling.enabled }}
- secret:
    name: {{ .Values.gateway.longPolling.existingSecret }}
    items: [{key: {{ .Values.gateway.longPolling.key | quote }}, path: channels.longpoll.secret}]
{{- end }}
{{- end -}}

{{- define "beckon.passwords.mention" -}}
{{ include "beckon.passwords.kafka" . }}
{{- end -}}

{{- define "beckon.passwords.notification" -}}
{{ include "beckon.passwords.kafka" . }}
{{ include "beckon.passwords.redis" . }}
- secret:
    name: {{ .Values.postgresql.existingSecret }}
    items:
      - {key: {{ .Values.postgresql.usernameKey | quote }}, path: quarkus.datasource.username}
      - {key: {{ .Values.postgresql.passwordKey | quote }}, path: quarkus.datasource.password}
{{- end -}}

{{- define "beckon.passwords.kafka" -}}
{{- if .Values.kafka.sasl.mechanism }}
- secret:
    name: {{ .Values.kafka.sasl.existingSecret }}
    items: [{key: {{ .Values.kafka.sasl.key | quote }}, path: kafka.sasl.jaas.config}]
{{- end }}
{{- end -}}

{{- define "beckon.passwords.redis" -}}
{{- with .Values.redis.existingSecret }}
- secret:
    name: {{ . }}
    items: [{key: {{ $.Values.redis.passwordKey | quote }}, path: quarkus.redis.password}]
{{- end }}
{{- end -}}
