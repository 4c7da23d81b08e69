#!/usr/bin/env bash
# Makes the secrets of compose.yaml in docker/secrets, once; delete the folder to begin anew. For development: a real system takes
# keys from its identity provider.
#   docker/secrets.sh                        the files
#   docker/secrets.sh token USER [ROLE…]     a token for an hour, signed by the key among them
set -euo pipefail
umask 077
cd "$(dirname "${BASH_SOURCE[0]}")"
readonly ISSUER=https://beckon.local AUDIENCE=beckon

base64url() {
  openssl base64 -A | tr '+/' '-_' | tr -d '='
}

# USER SECONDS [ROLE…]
token() {
  local user=$1 seconds=$2 now roles='' signed
  shift 2
  [[ "$user" =~ ^[A-Za-z0-9_.-]+$ ]] || { echo "no user id: '$user'" >&2; exit 2; }
  [[ $# -eq 0 ]] || roles=$(printf ',"%s"' "$@")
  now=$(date +%s)
  signed=$(printf '{"alg":"RS256","typ":"JWT"}' | base64url).$(printf \
    '{"iss":"%s","aud":"%s","sub":"%s","name":"%s","groups":[%s],"iat":%d,"exp":%d}' \
    "$ISSUER" "$AUDIENCE" "$user" "$user" "${roles#,}" "$now" "$((now + seconds))" | base64url)
  printf '%s.%s' "$signed" "$(printf '%s' "$signed" | openssl dgst -sha256 -sign secrets/private.pem | base64url)"
}

if [[ ! -f secrets/private.pem ]]; then
  mkdir -p secrets
  openssl genpkey -quiet -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out secrets/private.pem 2>/dev/null ||
    openssl genpkey -algorithm RSA -pkeyopt rsa_keygen_bits:2048 -out secrets/private.pem 2>/dev/null
  openssl pkey -in secrets/private.pem -pubout -out secrets/public.pem
  openssl rand -hex 24 | tr -d '\n' >secrets/postgres-password
  openssl rand -hex 24 | tr -d '\n' >secrets/redis-password
  openssl rand -hex 32 | tr -d '\n' >secrets/longpoll-secret
  # For a month; gateways read it again every 30 s, so a new one needs no restart.
  token gateway 2592000 inboxes:read >secrets/inbox-token
  # Containers read them as user 1001, whom this machine need not know.
  chmod 644 secrets/*
  chmod 600 secrets/private.pem
fi
if [[ "${1:-}" == token ]]; then
  token "${2:?whose token}" 3600 "${@:3}"
  echo
fi
