-- Moves texts that an earlier release wrote into each notification to the table mention, so that a text is there once. Operators call
-- it once, on each server, when no process of that release is left:
--     CALL move_texts();
-- Services go on meanwhile: each step locks the inboxes of some notifications, as every writer does, and commits. It may be stopped
-- and called again.
CREATE PROCEDURE move_texts(step integer DEFAULT 500) LANGUAGE plpgsql AS $$
DECLARE
    last_recipient text COLLATE "C" := '';
    last_seq       bigint := 0;
    recipients     text[];
    seqs           bigint[];
BEGIN
    LOOP
        SELECT array_agg(n.recipient_id ORDER BY n.recipient_id, n.seq), array_agg(n.seq ORDER BY n.recipient_id, n.seq)
        INTO recipients, seqs
        FROM (SELECT recipient_id, seq FROM notification WHERE (recipient_id, seq) > (last_recipient, last_seq)
              ORDER BY recipient_id, seq LIMIT step) n;
        EXIT WHEN recipients IS NULL;

        PERFORM FROM inbox WHERE recipient_id = ANY (recipients) ORDER BY recipient_id FOR UPDATE;

        WITH old AS MATERIALIZED (
            SELECT n.* FROM unnest(recipients, seqs) AS k (recipient_id, seq) CROSS JOIN LATERAL (
                SELECT recipient_id, seq, mention_id, occurred_at, actor, source, excerpt, data
                FROM notification WHERE recipient_id = k.recipient_id AND seq = k.seq OFFSET 0) n
            WHERE n.excerpt IS NOT NULL
        ), moved AS (
            INSERT INTO mention (id, lane, occurred_at, actor, source, excerpt, data)
            SELECT DISTINCT ON (mention_id) mention_id, -1, occurred_at, actor, source, excerpt, data FROM old ORDER BY mention_id
            ON CONFLICT (id, lane) DO UPDATE
            SET (occurred_at, retracted_at, updated_at, actor, source, excerpt, data) = (SELECT excluded.occurred_at, NULL::timestamptz,
                now(), excluded.actor, excluded.source, excluded.excerpt, excluded.data)
            WHERE mention.excerpt IS NULL
        )
        UPDATE notification n SET occurred_at = NULL, actor = NULL, source = NULL, excerpt = NULL, data = NULL
        FROM old o WHERE n.recipient_id = o.recipient_id AND n.seq = o.seq;

        last_recipient := recipients[cardinality(recipients)];
        last_seq := seqs[cardinality(seqs)];
        COMMIT;
    END LOOP;
END;
$$;
