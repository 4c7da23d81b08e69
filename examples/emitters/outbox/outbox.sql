CREATE TABLE mention_outbox (
    id uuid PRIMARY KEY DEFAULT gen_random_uuid(), -- the Idempotency-Key
    created_at timestamptz NOT NULL DEFAULT clock_timestamp(),
    body jsonb NOT NULL,                           -- as POST /mentions takes it
    refused text                                   -- why it never can be posted; for a person to look at
);
CREATE INDEX mention_outbox_waiting ON mention_outbox (created_at) WHERE refused IS NULL;
