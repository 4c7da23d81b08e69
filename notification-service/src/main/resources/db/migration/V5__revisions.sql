-- The text of a mention. Lane -1 has that of a new mention, for all lanes of this server; it is not edited. A lane that has a revision of
-- the mention has a row of its own, and the shared one is nothing to it any more. So each lane applies a revision to its text and its
-- recipients in one transaction, and none shows a text early. A row without texts is what remains of a mention that was taken
-- back, or that names no recipient in this lane any more; its revision keeps older ones out. A shared text goes when no lane shows it.
CREATE TABLE mention (
    id           uuid        NOT NULL,
    lane         smallint    NOT NULL,
    revision     bigint      NOT NULL DEFAULT 0,
    actor        jsonb,
    source       jsonb,
    excerpt      text,
    data         jsonb,
    occurred_at  timestamptz,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    retracted_at timestamptz,
    PRIMARY KEY (id, lane),
    CONSTRAINT mention_has_text_or_was_retracted CHECK ((excerpt IS NULL) = (retracted_at IS NOT NULL))
);

-- An inbox's notifications from one source: a source has few mentions, so this is the short way to them.
CREATE INDEX mention_by_source ON mention (lane, (source ->> 'type'), (source ->> 'id'));

-- For the move of a lane, which copies what has changed meanwhile.
CREATE INDEX mention_updated ON mention USING brin (updated_at) WITH (autosummarize = on);

-- The columns of the text stay for rows that an earlier release wrote, and are NULL in new ones.
-- unread_at: marked unread by its owner; then it is unread also at or below inbox.read_up_to.
-- retracted_at: taken back; not in the inbox any more, and the row has no text.
ALTER TABLE notification
    ALTER COLUMN actor DROP NOT NULL,
    ALTER COLUMN source DROP NOT NULL,
    ALTER COLUMN excerpt DROP NOT NULL,
    ALTER COLUMN occurred_at DROP NOT NULL,
    ADD COLUMN unread_at timestamptz,
    ADD COLUMN retracted_at timestamptz;

-- unseen counts the unread notifications above seen_up_to. NULL: not known, because an earlier release saw this inbox last; the next
-- time its owner opens it, it is known.
ALTER TABLE inbox ADD COLUMN seen_up_to bigint;
ALTER TABLE inbox ALTER COLUMN seen_up_to SET DEFAULT 0;
