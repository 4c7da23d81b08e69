package dev.beckon.verify.report;

import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.AccessRevokedAccepted;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import dev.beckon.verify.history.Fact.DeadLetterFound;
import dev.beckon.verify.history.Fact.Disconnected;
import dev.beckon.verify.history.Fact.Erased;
import dev.beckon.verify.history.Fact.Expires;
import dev.beckon.verify.history.Fact.FaultEnded;
import dev.beckon.verify.history.Fact.Joined;
import dev.beckon.verify.history.Fact.PostAnswered;
import dev.beckon.verify.history.Fact.PostLost;
import dev.beckon.verify.history.Fact.PostSent;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.history.Fact.RecordWritten;
import dev.beckon.verify.history.Fact.RevisionAnswered;
import dev.beckon.verify.history.Fact.RevisionSent;
import dev.beckon.verify.history.Fact.RevisionUnclear;
import dev.beckon.verify.history.Fact.RevisionWritten;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.Fact.Trespassed;
import dev.beckon.verify.history.History;
import java.util.function.Predicate;

/** Totals of the work in a run. */
record Totals(History history) {

    private static final int ACCEPTED = 202;

    String text() {
        return """
                mentions       %d said; %d calls: %d accepted, %d to be tried again, %d refused, %d without an answer
                revisions      %d of %d mentions: %d calls, %d accepted, %d records, %d unclear; %d retractions; access taken from %d users; %d mentions expire; %d people erased
                Kafka          %d records written past the service, %d of them again, %d poison; %d dead letters
                notifications  %d stored
                devices        %d joins, %d frames, %d connections lost
                requests       %d of users: %d done, %d refused; %d with wrong tokens
                faults         %d
                """.formatted(
                history.all(PostSent.class).map(PostSent::key).distinct().count(), count(PostSent.class),
                answers(status -> status == ACCEPTED), answers(status -> status == 503 || status == 429),
                answers(status -> status >= 400 && status < 500 && status != 429), count(PostLost.class),
                history.all(RevisionSent.class).map(sent -> sent.key() + " " + sent.revision()).distinct().count(),
                history.all(RevisionSent.class).map(RevisionSent::key).distinct().count(), count(RevisionSent.class),
                history.all(RevisionAnswered.class).filter(answer -> answer.status() == ACCEPTED).count(), count(RevisionWritten.class),
                count(RevisionUnclear.class), history.all(RevisionSent.class).filter(sent -> sent.text() == null).count(),
                count(AccessRevokedAccepted.class), count(Expires.class), count(Erased.class),
                count(RecordWritten.class), records(RecordWritten.Kind.REPEATED), records(RecordWritten.Kind.POISON),
                count(DeadLetterFound.class), count(RowFound.class),
                count(Joined.class), count(Pushed.class), count(Disconnected.class),
                count(Asked.class), history.all(Answered.class).filter(Answered::ok).count(),
                history.all(Answered.class).filter(answer -> !answer.ok()).count(), count(Trespassed.class),
                count(FaultEnded.class));
    }

    private long count(Class<? extends Fact> kind) {
        return history.all(kind).count();
    }

    private long answers(Predicate<Integer> status) {
        return history.all(PostAnswered.class).map(PostAnswered::status).filter(status).count();
    }

    private long records(RecordWritten.Kind kind) {
        return history.all(RecordWritten.class).filter(record -> record.kind() == kind).count();
    }
}
