-- A list is as quick in an inbox of a million notifications as in one of ten: each way to look at an inbox has an index with only
-- what it shows. The first is the only one that a new mention of the usual kind writes.
-- An index blocks writes while PostgreSQL makes it, about a second for a million notifications; whoever has more makes these before
-- the upgrade, by the same names, with CREATE INDEX CONCURRENTLY.
CREATE INDEX IF NOT EXISTS notification_unread ON notification (recipient_id, seq)
    WHERE read_at IS NULL AND archived_at IS NULL AND retracted_at IS NULL;
CREATE INDEX IF NOT EXISTS notification_read ON notification (recipient_id, seq)
    WHERE read_at IS NOT NULL AND archived_at IS NULL AND retracted_at IS NULL;
CREATE INDEX IF NOT EXISTS notification_marked_unread ON notification (recipient_id, seq) WHERE unread_at IS NOT NULL;
CREATE INDEX IF NOT EXISTS notification_archived ON notification (recipient_id, seq)
    WHERE archived_at IS NOT NULL AND retracted_at IS NULL;
CREATE INDEX IF NOT EXISTS notification_of_kind ON notification (recipient_id, kind, seq)
    WHERE kind <> 'mention' AND archived_at IS NULL AND retracted_at IS NULL;
CREATE INDEX IF NOT EXISTS notification_of_thread ON notification (recipient_id, thread, seq)
    WHERE thread IS NOT NULL AND archived_at IS NULL AND retracted_at IS NULL;
