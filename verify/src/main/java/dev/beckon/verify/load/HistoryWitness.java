package dev.beckon.verify.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.verify.clients.Witness;
import dev.beckon.verify.history.Fact.Disconnected;
import dev.beckon.verify.history.Fact.JoinRefused;
import dev.beckon.verify.history.Fact.JoinSent;
import dev.beckon.verify.history.Fact.Joined;
import dev.beckon.verify.history.Fact.Nonsense;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.history.HistoryLog;
import dev.beckon.verify.wire.Wire;
import java.util.Map;

/** Writes down what one device says and hears. */
record HistoryWitness(HistoryLog log, String device, String user) implements Witness {

    @Override
    public void joining(Map<String, Object> position) {
        log.note(at -> new JoinSent(at, device, user, Wire.asTree(position)));
    }

    @Override
    public void joined(JsonNode reply) {
        log.note(at -> new Joined(at, device, user, reply));
    }

    @Override
    public void refused(String reason) {
        log.note(at -> new JoinRefused(at, device, user, reason));
    }

    @Override
    public void pushed(String event, JsonNode payload) {
        log.note(at -> new Pushed(at, device, user, event, payload));
    }

    @Override
    public void lost(String why) {
        log.note(at -> new Disconnected(at, device, user, why));
    }

    @Override
    public void nonsense(String what) {
        log.note(at -> new Nonsense(at, device, user, what));
    }
}
