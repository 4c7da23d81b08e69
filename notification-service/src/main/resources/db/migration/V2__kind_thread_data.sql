-- A constant default: no row is rewritten, and the release before this one, which does not name kind, can still write.
ALTER TABLE notification
    ADD COLUMN kind   text NOT NULL DEFAULT 'mention',
    ADD COLUMN thread text,
    ADD COLUMN data   jsonb;
