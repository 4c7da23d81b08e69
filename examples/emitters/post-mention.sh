# Posts one mention; "edit REVISION" changes it, "retract REVISION" takes it back, "status" tells who has seen and read it. Repeats
# the call by itself when Beckon is away or busy; the key makes that safe.
KEY="comment-$COMMENT-mentions"
MENTION='
    "actor": {"id": "ada", "name": "Ada Lovelace"},
    "recipients": ["'"$RECIPIENT"'"],
    "source": {"type": "comment", "id": "'"$COMMENT"'", "url": "https://docs.example.com/plan", "title": "The plan"},
    "excerpt": "'"${1:-post}"'ed with curl",
    "occurredAt": "'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'"'

beckon() {
  curl --fail-with-body --silent --show-error --max-time 10 --retry 8 --retry-connrefused \
    -H "Authorization: Bearer $BECKON_TOKEN" -H "Content-Type: application/json" "$@"
}

case "${1:-post}" in
  post) beckon -H "Idempotency-Key: $KEY" -d "{$MENTION}" "$BECKON_URL/mentions" ;;
  edit) beckon -X PUT -d "{\"revision\": $2, $MENTION}" "$BECKON_URL/mentions/$KEY" ;;
  retract) beckon -X DELETE "$BECKON_URL/mentions/$KEY?revision=$2" ;;
  status) beckon "$BECKON_URL/mentions/$KEY" ;;
esac
