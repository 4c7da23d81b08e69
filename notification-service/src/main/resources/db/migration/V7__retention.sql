-- The highest rev of the inbox's notifications that were deleted: a client that knows an older one takes a snapshot.
ALTER TABLE inbox ADD COLUMN forgotten_rev bigint NOT NULL DEFAULT 0;

-- When the mention is taken back by itself.
ALTER TABLE mention ADD COLUMN expires_at timestamptz;
CREATE INDEX mention_expires ON mention (expires_at) WHERE expires_at IS NOT NULL AND retracted_at IS NULL;

-- What is deleted some time after it was taken back or archived. As in V6, whoever has more than some million notifications makes
-- these before the upgrade, by the same names, with CREATE INDEX CONCURRENTLY.
CREATE INDEX IF NOT EXISTS mention_retracted ON mention (retracted_at) WHERE retracted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS notification_retracted ON notification (recipient_id, retracted_at) WHERE retracted_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS notification_archived_at ON notification (recipient_id, archived_at)
    WHERE archived_at IS NOT NULL AND retracted_at IS NULL;

-- One row: how far the walk through the inboxes of this database is, and what it has removed. The process that holds the row's lock
-- makes the next step.
-- passed: the last inbox that is done; NULL: all are, and only texts are left. texts_passed: of those, how many could not be deleted.
CREATE TABLE retention_walk (
    only_row     boolean     PRIMARY KEY DEFAULT true CHECK (only_row),
    begun_at     timestamptz NOT NULL DEFAULT now(),
    ended        boolean     NOT NULL DEFAULT false,
    passed       text COLLATE "C" DEFAULT '',
    texts_passed bigint      NOT NULL DEFAULT 0,
    taken_back   bigint      NOT NULL DEFAULT 0,
    deleted      bigint      NOT NULL DEFAULT 0,
    texts        bigint      NOT NULL DEFAULT 0
);

INSERT INTO retention_walk DEFAULT VALUES;
