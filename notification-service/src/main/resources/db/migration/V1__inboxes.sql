-- An inbox is one row of counters and its notifications. Every writer locks the inbox row first, so a notification's
-- seq and rev, and the counters, are always those of one history. All keys begin with, or contain, the recipient, so
-- that both tables can be partitioned by it.

-- One row. It is the database that gets restored to an older state, never a single inbox: after a restore
--     UPDATE database_epoch SET epoch = gen_random_uuid();
-- makes every client take a fresh snapshot.
CREATE TABLE database_epoch (
    epoch    uuid    NOT NULL,
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row)
);

INSERT INTO database_epoch (epoch) VALUES (gen_random_uuid());

-- COLLATE "C": locks are taken in recipient order, and byte order is the same on every server and cheap to compare.
-- The fill factor leaves room in the page for the next version of a row that changes with every notification (HOT).
CREATE TABLE inbox (
    recipient_id text COLLATE "C" PRIMARY KEY,
    seq          bigint      NOT NULL DEFAULT 0,
    rev          bigint      NOT NULL DEFAULT 0,
    unread       integer     NOT NULL DEFAULT 0,
    unseen       integer     NOT NULL DEFAULT 0,
    read_up_to   bigint      NOT NULL DEFAULT 0,
    updated_at   timestamptz NOT NULL DEFAULT now(),
    CONSTRAINT inbox_rev_covers_seq CHECK (rev >= seq),
    CONSTRAINT inbox_unseen_is_unread CHECK (0 <= unseen AND unseen <= unread),
    CONSTRAINT inbox_read_what_exists CHECK (0 <= read_up_to AND read_up_to <= seq)
) WITH (fillfactor = 70);

-- A notification is read when read_at is set or seq <= inbox.read_up_to.
CREATE TABLE notification (
    recipient_id text COLLATE "C" NOT NULL,
    seq          bigint      NOT NULL,
    rev          bigint      NOT NULL,
    id           uuid        NOT NULL DEFAULT uuidv7(),
    mention_id   uuid        NOT NULL,
    actor        jsonb       NOT NULL,
    source       jsonb       NOT NULL,
    excerpt      text        NOT NULL,
    occurred_at  timestamptz NOT NULL,
    created_at   timestamptz NOT NULL DEFAULT now(),
    read_at      timestamptz,
    archived_at  timestamptz,
    PRIMARY KEY (recipient_id, seq),
    CONSTRAINT notification_once_per_mention UNIQUE (mention_id, recipient_id),
    CONSTRAINT notification_by_id UNIQUE (recipient_id, id)
);

CREATE INDEX notification_changed_since ON notification (recipient_id, rev);
