{{/* What every container of ours may: nothing but compute and talk. */}}
{{- define "beckon.containerSecurity" -}}
allowPrivilegeEscalation: false
privileged: false
readOnlyRootFilesystem: true
runAsNonRoot: true
capabilities: {drop: [ALL]}
{{- end -}}

{{- define "beckon.podSecurity" -}}
runAsNonRoot: true
runAsUser: {{ .Values.securityContext.runAsUser }}
runAsGroup: {{ .Values.securityContext.runAsGroup }}
# Mounted Secrets belong to this group.
fsGroup: {{ .Values.securityContext.runAsGroup }}
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end -}}

{{- define "beckon.podBasics" -}}
automountServiceAccountToken: false
# Else a Service named "kafka" or "redis" in the namespace would put its addresses among our configuration keys.
enableServiceLinks: false
securityContext:
  {{- include "beckon.podSecurity" . | nindent 2 }}
{{- with .Values.image.pullSecrets }}
imagePullSecrets:
  {{- range . }}
  - name: {{ . }}
  {{- end }}
{{- end }}
{{- end -}}

{{- define "beckon.container" -}}
{{- $values := index .root.Values .component -}}
image: {{ include "beckon.image" . | quote }}
imagePullPolicy: {{ .root.Values.image.pullPolicy }}
securityContext:
  {{- include "beckon.containerSecurity" . | nindent 2 }}
resources:
  {{- toYaml $values.resources | nindent 2 }}
{{- with $values.envFrom }}
envFrom:
  {{- toYaml . | nindent 2 }}
{{- end }}
volumeMounts:
  {{- include "beckon.volumeMounts" . | nindent 2 }}
{{- end -}}

{{- define "beckon.probe" -}}
httpGet: {path: {{ .path }}, port: management, scheme: {{ .scheme }}}
{{ toYaml .timing }}
{{- end -}}

{{/* Nodes that are full do not keep a pod from being placed: rather two on one node than none. */}}
{{- define "beckon.spread" -}}
{{- range list "kubernetes.io/hostname" "topology.kubernetes.io/zone" }}
- maxSkew: 1
  topologyKey: {{ . }}
  whenUnsatisfiable: ScheduleAnyway
  labelSelector:
    matchLabels:
      {{- include "beckon.selectorLabels" $ | nindent 6 }}
{{- end }}
{{- end -}}
