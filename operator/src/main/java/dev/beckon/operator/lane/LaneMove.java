package dev.beckon.operator.lane;

import java.io.PrintWriter;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/**
 * Moves a lane. First it copies everything, then again what has changed, while the lane is in use: each change of an inbox
 * raises its {@code rev}, and each changed notification has that {@code rev}. Then the source gives the lane up, so that no
 * transaction writes or reads it there; when those that had begun before have ended, the last changes are copied and the target
 * takes the lane with its epoch. Writers wait from giving up to taking. After a failure in between no server holds the lane, and a
 * repeated move completes it.
 */
final class LaneMove {

    /** A round that takes so long leaves little for the last one, in which writers wait. */
    private static final Duration SHORT_ROUND = Duration.ofMillis(500);

    private static final int MAX_ROUNDS = 5;

    /** Longer than notification-service lets a statement run; the lane stays where it is if one takes longer. */
    private static final Duration LAST_TRANSACTIONS = Duration.ofSeconds(30);

    private final LaneServer from;
    private final LaneServer to;
    private final PrintWriter out;

    LaneMove(LaneServer from, LaneServer to, PrintWriter out) {
        this.from = from;
        this.to = to;
        this.out = out;
    }

    void run() throws SQLException {
        if (from.toString().equals(to.toString())) {
            throw new LaneException("Name two different servers.");
        }
        if (to.toString().equals(from.movedTo()) && to.movedTo() == null) {
            throw new LaneException("The lane is on %s already.".formatted(to));
        }
        prepare();
        String begin = from.clock(LAST_TRANSACTIONS);
        long copied = copyAll();
        out.printf("%d rows copied%n", copied);
        Duration round;
        int rounds = 0;
        do {
            long begun = System.nanoTime();
            from.begin();
            to.begin();
            long changed = copyChanges(begin);
            to.commit();
            from.commit();
            round = Duration.ofNanos(System.nanoTime() - begun);
            out.printf("%d inboxes changed meanwhile, copied in %d ms%n", changed, round.toMillis());
        } while (round.compareTo(SHORT_ROUND) > 0 && ++rounds < MAX_ROUNDS);
        cutOver(begin);
    }

    private void prepare() throws SQLException {
        if (to.movedTo() == null && to.hasInboxes()) {
            throw new LaneException("%s has inboxes of this lane, and holds it. Is it the source?".formatted(to));
        }
        if (from.movedTo() != null && !to.toString().equals(from.movedTo())) {
            throw new LaneException("The lane is not on %s, but on %s.".formatted(from, from.movedTo()));
        }
        to.leave(from);
        to.deleteCopy();
    }

    private long copyAll() throws SQLException {
        from.begin();
        long rows = copy("inbox") + copy("mention") + copy("notification") + copy("inbox_mark");
        to.begin();
        copySharedTexts("id IN (SELECT mention_id FROM notification WHERE " + from.ours("notification") + ")");
        to.commit();
        from.commit();
        return rows;
    }

    private long copy(String table) throws SQLException {
        String columns = from.columns(table);
        return from.copy("SELECT " + columns + " FROM " + table + " WHERE " + from.ours(table), to, table + " (" + columns + ")");
    }

    private void cutOver(String begin) throws SQLException {
        boolean hadLeft = from.movedTo() != null; // in an earlier attempt
        UUID epoch = from.epoch();
        long begun = System.nanoTime();
        from.leave(to);
        if (!from.awaitTransactions(LAST_TRANSACTIONS)) {
            if (!hadLeft) {
                from.arrive(epoch);
            }
            throw new LaneException("A transaction on %s does not end; the lane stays there. See pg_stat_activity.".formatted(from));
        }
        from.begin();
        to.begin();
        long changed = copyChanges(begin);
        to.arrive(epoch);
        to.commit();
        from.commit();
        out.printf("moved to %s; the last %d inboxes copied, writers waited %d ms%n", to, changed,
                Duration.ofNanos(System.nanoTime() - begun).toMillis());
    }

    /**
     * @param begin texts and marks have been copied that no transaction has written since then
     * @return the number of inboxes that differed
     */
    private long copyChanges(String begin) throws SQLException {
        String inbox = from.columns("inbox");
        String notification = from.columns("notification");
        to.execute("CREATE TEMP TABLE latest ON COMMIT DROP AS SELECT " + inbox + " FROM inbox WITH NO DATA");
        from.copy("SELECT " + inbox + " FROM inbox WHERE " + from.ours("inbox"), to, "latest (" + inbox + ")");
        from.execute("CREATE TEMP TABLE changed (recipient_id text COLLATE \"C\", since bigint) ON COMMIT DROP");
        long changed = to.copy("SELECT l.recipient_id, coalesce(i.rev, -1) FROM latest l LEFT JOIN inbox i USING (recipient_id)"
                + " WHERE i.rev IS DISTINCT FROM l.rev", from, "changed");
        from.execute("ANALYZE changed");
        to.execute("CREATE TEMP TABLE news ON COMMIT DROP AS SELECT " + notification + " FROM notification WITH NO DATA");
        from.copy("SELECT " + notification.replaceAll("(^|, )", "$1n.") + " FROM changed c JOIN notification n"
                + " ON n.recipient_id = c.recipient_id AND n.rev > c.since", to, "news (" + notification + ")");
        to.execute("DELETE FROM notification n USING news m WHERE n.recipient_id = m.recipient_id AND n.seq = m.seq");
        // Retention may have deleted the row at the source, and its mention may be there again with another seq.
        to.execute("DELETE FROM notification n USING news m WHERE n.recipient_id = m.recipient_id AND n.mention_id = m.mention_id");
        to.execute("INSERT INTO notification (" + notification + ") SELECT " + notification + " FROM news");
        copyTexts(begin);
        copySharedTexts(
                "id IN (SELECT n.mention_id FROM changed c JOIN notification n ON n.recipient_id = c.recipient_id AND n.rev > c.since)"
                        + " OR updated_at >= '" + begin + "' AND id IN (SELECT mention_id FROM notification WHERE " + from.ours(
                                "notification") + ")");
        copyErased();
        copyMarks(begin);
        to.execute("DELETE FROM inbox i USING latest l WHERE i.recipient_id = l.recipient_id AND i.rev <> l.rev");
        to.execute("INSERT INTO inbox (" + inbox + ") SELECT " + inbox + " FROM latest ON CONFLICT DO NOTHING");
        return changed;
    }

    /** Who was erased, and that their inboxes are gone. */
    private void copyErased() throws SQLException {
        String gone = " FROM inbox i WHERE " + to.ours("inbox").replace("inbox.", "i.")
                + " AND NOT EXISTS (SELECT FROM latest l WHERE l.recipient_id = i.recipient_id)";
        to.execute("DELETE FROM notification WHERE recipient_id IN (SELECT i.recipient_id" + gone + ")");
        to.execute("DELETE FROM inbox_mark WHERE recipient_id IN (SELECT i.recipient_id" + gone + ")");
        to.execute("DELETE" + gone);
        String erased = from.columns("erased");
        to.execute("CREATE TEMP TABLE people ON COMMIT DROP AS SELECT " + erased + " FROM erased WITH NO DATA");
        from.copy("SELECT " + erased + " FROM erased", to, "people (" + erased + ")");
        to.execute("INSERT INTO erased AS e (" + erased + ") SELECT " + erased + " FROM people ON CONFLICT (person) DO UPDATE"
                + " SET erased_at = greatest(e.erased_at, excluded.erased_at), rev = greatest(e.rev, excluded.rev)");
    }

    private void copyTexts(String begin) throws SQLException {
        String mention = from.columns("mention");
        to.execute("CREATE TEMP TABLE texts ON COMMIT DROP AS SELECT " + mention + " FROM mention WITH NO DATA");
        from.copy("SELECT " + mention + " FROM mention WHERE " + from.ours("mention") + " AND updated_at >= '" + begin + "'",
                to, "texts (" + mention + ")");
        to.execute("DELETE FROM mention m USING texts t WHERE m.id = t.id AND m.lane = t.lane");
        to.execute("INSERT INTO mention (" + mention + ") SELECT " + mention + " FROM texts");
    }

    /**
     * Texts that other lanes show as well; the target may have some for its own lanes. One that was removed here since it was copied goes
     * there, too, unless a lane there shows it.
     */
    private void copySharedTexts(String which) throws SQLException {
        String mention = from.columns("mention");
        to.execute("CREATE TEMP TABLE shared ON COMMIT DROP AS SELECT " + mention + " FROM mention WITH NO DATA");
        from.copy("SELECT " + mention + " FROM mention WHERE lane = " + LaneServer.ALL_LANES + " AND (" + which + ")", to,
                "shared (" + mention + ")");
        to.execute("INSERT INTO mention AS m (" + mention + ") SELECT " + mention + " FROM shared ORDER BY id"
                + " ON CONFLICT (id, lane) DO UPDATE SET (" + mention + ") = (SELECT " + mention.replaceAll("(^|, )", "$1excluded.")
                + ") WHERE m.excerpt IS NULL AND excluded.excerpt IS NOT NULL");
        to.execute("UPDATE mention m SET actor = NULL, source = NULL, excerpt = NULL, data = NULL, occurred_at = NULL,"
                + " retracted_at = s.retracted_at, updated_at = now() FROM shared s"
                + " WHERE m.id = s.id AND m.lane = s.lane AND s.excerpt IS NULL AND m.excerpt IS NOT NULL AND NOT EXISTS ("
                + "SELECT FROM notification n WHERE n.mention_id = m.id AND n.retracted_at IS NULL AND NOT EXISTS ("
                + "SELECT FROM mention o WHERE o.id = m.id AND o.lane = lane_of(n.recipient_id)))");
    }

    /** Marks are never changed. */
    private void copyMarks(String begin) throws SQLException {
        String mark = from.columns("inbox_mark");
        to.execute("CREATE TEMP TABLE marks ON COMMIT DROP AS SELECT " + mark + " FROM inbox_mark WITH NO DATA");
        from.copy("SELECT " + mark + " FROM inbox_mark WHERE " + from.ours("inbox_mark") + " AND at >= '" + begin + "'",
                to, "marks (" + mark + ")");
        to.execute("INSERT INTO inbox_mark (" + mark + ") SELECT " + mark + " FROM marks ON CONFLICT DO NOTHING");
    }
}
