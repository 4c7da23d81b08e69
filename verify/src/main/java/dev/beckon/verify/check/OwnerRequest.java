package dev.beckon.verify.check;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.verify.history.Fact;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import dev.beckon.verify.history.Fact.RowFound;
import dev.beckon.verify.history.History;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A user's request to change the inbox.
 *
 * @param answer {@code null}: it was refused or not answered, so that it may have been carried out or not, or may still be
 */
record OwnerRequest(Asked asked, @Nullable Answered answer) {

    /** How a request concerns a notification. */
    enum Reach {
        NO, PERHAPS, YES
    }

    /** Requests by user, in the order in which they were sent. */
    static Map<String, List<OwnerRequest>> byUser(History history) {
        Map<Integer, Answered> done = new HashMap<>();
        history.all(Answered.class).filter(Answered::ok).forEach(answer -> done.put(answer.call(), answer));
        Map<String, List<OwnerRequest>> requests = new HashMap<>();
        history.all(Asked.class).forEach(asked -> requests.computeIfAbsent(asked.user(), _ -> new ArrayList<>())
                .add(new OwnerRequest(asked, done.get(asked.call()))));
        return requests;
    }

    long from() {
        return asked.at();
    }

    long until() {
        return answer == null ? Register.NEVER : answer.at();
    }

    List<Fact> facts() {
        return answer == null ? List.of(asked) : List.of(asked, answer);
    }

    boolean is(String... events) {
        return List.of(events).contains(asked.event());
    }

    /** For a request that names notifications, by id or by source: whether it names the row's. */
    Reach names(RowFound row) {
        for (JsonNode id : asked.payload().path("ids")) {
            if (id.asText().equals(row.id().toString())) {
                return Reach.YES;
            }
        }
        boolean sameSource = row.source() != null && row.source().equals(asked.payload().at("/source/id").textValue());
        return sameSource ? reaches(row.seq(), Register.NEVER) : Reach.NO;
    }

    /** For {@code mark_all_read}: whether the row is among those that become read. */
    Reach covers(RowFound row) {
        return reaches(row.seq(), upTo(Register.NEVER));
    }

    /** Whether a request for all notifications up to {@code bound} concerns the one at {@code seq}. */
    Reach reaches(long seq, long bound) {
        if (seq > bound || answer != null && seq > newest()) {
            return Reach.NO;
        }
        boolean whole = answer != null && !answer.response().path("more").asBoolean();
        return whole ? Reach.YES : Reach.PERHAPS;
    }

    /** The newest {@code seq} at the moment of the request, which has to be answered. */
    long newest() {
        return answer == null ? 0 : answer.response().path("seq").asLong();
    }

    long upTo(long otherwise) {
        return asked.payload().path("up_to").asLong(otherwise);
    }
}
