{{/* The prefix of all names: 40 characters at most, since the longest ending has 20 and Kubernetes takes 63. */}}
{{- define "beckon.fullname" -}}
{{- $name := default .Chart.Name .Values.nameOverride -}}
{{- $full := ternary .Release.Name (printf "%s-%s" .Release.Name $name) (contains $name .Release.Name) -}}
{{- default $full .Values.fullnameOverride | trunc 40 | trimSuffix "-" -}}
{{- end -}}

{{/* The rest takes (dict "root" $ "component" "gateway"). */}}
{{- define "beckon.name" -}}
{{ include "beckon.fullname" .root }}-{{ .component }}
{{- end -}}

{{/* Never changes, because selectors cannot. */}}
{{- define "beckon.selectorLabels" -}}
app.kubernetes.io/name: {{ default .root.Chart.Name .root.Values.nameOverride }}
app.kubernetes.io/instance: {{ .root.Release.Name }}
app.kubernetes.io/component: {{ .component }}
{{- end -}}

{{- define "beckon.labels" -}}
{{ include "beckon.selectorLabels" . }}
app.kubernetes.io/part-of: beckon
app.kubernetes.io/version: {{ .root.Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .root.Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .root.Chart.Name .root.Chart.Version | replace "+" "_" }}
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Without versions: a new chart with the same image must not restart pods, which would disconnect everybody. */}}
{{- define "beckon.podLabels" -}}
{{ include "beckon.selectorLabels" . }}
app.kubernetes.io/part-of: beckon
{{- with .root.Values.commonLabels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{- define "beckon.serviceAccount" -}}
{{- $account := (index .root.Values .component).serviceAccount -}}
{{- if $account.create -}}
{{ default (include "beckon.name" .) $account.name }}
{{- else -}}
{{ default "default" $account.name }}
{{- end -}}
{{- end -}}

{{- define "beckon.image" -}}
{{- $image := (index .root.Values .component).image -}}
{{- $registry := trimSuffix "/" .root.Values.image.registry -}}
{{- with $registry }}{{ . }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest }}@{{ $image.digest }}{{ else }}:{{ default .root.Chart.AppVersion .root.Values.image.tag }}{{ end -}}
{{- end -}}

{{/* Seconds until a stopping pod is killed: longer than its drain, by construction. */}}
{{- define "beckon.graceSeconds" -}}
{{- if eq .component "gateway" -}}
{{- with .root.Values.gateway.drain -}}
{{ add .endpointsSeconds .windowSeconds .closeTimeoutSeconds .marginSeconds }}
{{- end -}}
{{- else -}}
{{- with (index .root.Values .component).shutdown -}}
{{ add .delaySeconds .timeoutSeconds .marginSeconds }}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* How the services are called inside the cluster. */}}
{{- define "beckon.scheme" -}}
{{ ternary "https" "http" (ne .Values.internalTls.existingSecret "") }}
{{- end -}}
