CREATE TABLE mention_outbox (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), -- the Idempotency-Key, unless there is a key
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    key text,                                      -- names the mention, to edit it or to take it back later; no . or ..
    revision bigint,                               -- of an edit, or of a retraction, which has no body; none: a post
    body jsonb,                                    -- as POST /mentions takes it
    leased_until timestamptz,                      -- until then the row belongs to one relay
    refused text,                                  -- why it never can be posted; for a person to look at
    CHECK (CASE WHEN revision IS NULL THEN body IS NOT NULL ELSE key IS NOT NULL END)
);
CREATE INDEX mention_outbox_waiting ON mention_outbox (created_at) WHERE refused IS NULL;
