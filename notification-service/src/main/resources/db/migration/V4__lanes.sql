-- Places inboxes by lane: a fixed share of the recipients, as in dev.beckon.contracts.Lane. Stable, so that PostgreSQL puts the
-- expression in place of the call.
CREATE FUNCTION lane_of(recipient_id text) RETURNS smallint LANGUAGE sql STABLE PARALLEL SAFE
    RETURN (crc32(convert_to(recipient_id, 'UTF8')) % 64)::smallint;

-- An inbox keeps its epoch when its lane moves to another server, so the epoch is the lane's. After a restore
--     UPDATE lane SET epoch = gen_random_uuid();
--     UPDATE database_epoch SET epoch = gen_random_uuid();
-- makes every client take a fresh snapshot, and every gateway count lost hints anew. The release before this one reads database_epoch, which has the same value.
-- moved_to names the server that holds the lane now (host:port/database, as in notification.shards). Its inboxes are then
-- neither read nor written here.
CREATE TABLE lane (
    number   smallint PRIMARY KEY CHECK (number BETWEEN 0 AND 63),
    epoch    uuid NOT NULL,
    moved_to text
);

INSERT INTO lane (number, epoch) SELECT number, epoch FROM generate_series(0, 63) AS number CROSS JOIN database_epoch;
