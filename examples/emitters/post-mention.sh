# Posts one mention. Repeats the call by itself when Beckon is away or busy; the key makes that safe.
curl --fail-with-body --silent --show-error --max-time 10 --retry 8 --retry-connrefused \
  -H "Authorization: Bearer $BECKON_TOKEN" \
  -H "Content-Type: application/json" \
  -H "Idempotency-Key: comment-$COMMENT-mentions" \
  -d '{
    "actor": {"id": "ada", "name": "Ada Lovelace"},
    "recipients": ["'"$RECIPIENT"'"],
    "source": {"type": "comment", "id": "'"$COMMENT"'", "url": "https://docs.example.com/plan", "title": "The plan"},
    "excerpt": "posted with curl",
    "occurredAt": "'"$(date -u +%Y-%m-%dT%H:%M:%SZ)"'"
  }' "$BECKON_URL/mentions"
