-- The times at which an inbox's watermarks rose: seen_up_to ('seen') and read_up_to ('read'). A notification was seen, or read with
-- others, at the time of the first mark with up_to >= seq. The service keeps the newest 1,000 marks of each kind, so that an inbox
-- stays bounded; what is older then has the time of the oldest mark that is left. The release before this one writes no marks.
CREATE TABLE inbox_mark (
    recipient_id text COLLATE "C" NOT NULL,
    what         text        NOT NULL CHECK (what IN ('seen', 'read')),
    up_to        bigint      NOT NULL,
    at           timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (recipient_id, what, up_to)
);

-- For the move of a lane, which copies what has changed meanwhile.
CREATE INDEX inbox_mark_at ON inbox_mark USING brin (at) WITH (autosummarize = on);
