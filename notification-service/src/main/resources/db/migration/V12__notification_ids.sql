-- Each notification has one index less to write in a random place: ids grow with time, so they are added at the index's end.
-- The collation, C by another name, keeps the look for one notification of a mention from an index that begins with the recipient:
-- PostgreSQL reads all of the recipient's notifications by it, while it takes the inbox for small.
-- As in V6, an installation with more than some million notifications makes both before the upgrade, by the same names, with
-- CREATE UNIQUE INDEX CONCURRENTLY.
CREATE UNIQUE INDEX IF NOT EXISTS notification_once ON notification (mention_id, recipient_id COLLATE "POSIX");
CREATE UNIQUE INDEX IF NOT EXISTS notification_id ON notification (id);
ALTER TABLE notification DROP CONSTRAINT notification_once_per_mention, DROP CONSTRAINT notification_by_id;
