package dev.beckon.notification.ingest;

import dev.beckon.notification.json.InvalidJsonException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Consecutive records of a batch that are stored by one statement.
 *
 * @param rejected those among them that can never be
 */
record MentionGroup(List<Decoded> mentions, List<Rejected> rejected) {

    /** The groups of a batch, each decoded when its turn comes, so that a large batch does not hold up the event loop. */
    static Iterable<MentionGroup> of(Iterable<ConsumerRecord<byte[], byte[]>> batch, int rows) {
        return () -> new Groups(batch.iterator(), rows);
    }

    private record Groups(Iterator<ConsumerRecord<byte[], byte[]>> records, int limit)
            implements Iterator<MentionGroup> {

        @Override
        public boolean hasNext() {
            return records.hasNext();
        }

        @Override
        public MentionGroup next() {
            if (!records.hasNext()) {
                throw new NoSuchElementException();
            }
            List<Decoded> mentions = new ArrayList<>();
            List<Rejected> rejected = new ArrayList<>();
            int rows = 0;
            while (records.hasNext() && rows < limit) {
                ConsumerRecord<byte[], byte[]> origin = records.next();
                try {
                    Decoded decoded = new Decoded(origin, MentionDecoder.decode(origin.value()));
                    mentions.add(decoded);
                    rows += decoded.rows();
                } catch (InvalidJsonException e) {
                    rejected.add(new Rejected(origin, Rejected.Cause.UNREADABLE, e.getMessage()));
                }
            }
            return new MentionGroup(mentions, rejected);
        }
    }
}
