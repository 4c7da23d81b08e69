-- Lost access finds rows of a release that kept the text in them. New rows have no text, so they cost nothing here.
-- An index blocks writes while PostgreSQL makes it; whoever has millions of notifications makes these before the upgrade, by the same
-- names, with CREATE INDEX CONCURRENTLY.
CREATE INDEX IF NOT EXISTS notification_source ON notification (recipient_id, (source ->> 'type'), (source ->> 'id'))
    WHERE source IS NOT NULL AND retracted_at IS NULL;

-- People whose data was erased, by SHA-256 of their id in UTF-8. What had happened before erased_at is not stored again, however late its
-- record comes. rev: above every revision that the person's devices have; an inbox of later mentions goes on from it, and who has a lower
-- one gets a snapshot.
CREATE TABLE erased (
    person    bytea       PRIMARY KEY,
    erased_at timestamptz NOT NULL,
    receipt   uuid        NOT NULL,
    rev       bigint      NOT NULL DEFAULT 0
);

-- A person's texts, in pages by id. A hash index would be smaller, but each insert walks through all pages of a busy actor's bucket, and
-- it has no order. A text that is gone is not in it.
CREATE INDEX IF NOT EXISTS mention_by_actor ON mention ((actor ->> 'id'), id) WHERE actor IS NOT NULL;

-- The same for rows of a release that kept the text in them.
CREATE INDEX IF NOT EXISTS notification_actor ON notification ((actor ->> 'id'), mention_id)
    WHERE actor IS NOT NULL AND retracted_at IS NULL;
