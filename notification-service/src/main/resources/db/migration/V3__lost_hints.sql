-- How often a notification-service could not publish a hint of its changes: others pass the number on, and gateways that see it
-- rise compare all members. The release before this one does not name the column.
ALTER TABLE database_epoch ADD COLUMN lost_hints bigint NOT NULL DEFAULT 0;
