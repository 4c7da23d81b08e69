package dev.beckon.verify.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.Json;
import dev.beckon.verify.history.Fact.Disconnected;
import dev.beckon.verify.history.Fact.JoinRefused;
import dev.beckon.verify.history.Fact.JoinSent;
import dev.beckon.verify.history.Fact.Joined;
import dev.beckon.verify.history.Fact.Nonsense;
import dev.beckon.verify.history.Fact.Pushed;
import dev.beckon.verify.history.HistoryLog;
import java.util.Map;

/** Notes one device's sent and received messages in the history. */
record HistoryObserver(HistoryLog log, String device, String user) implements Device.Observer {

    @Override
    public void joining(Map<String, Object> position) {
        log.note(at -> new JoinSent(at, device, user, Json.asTree(position)));
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
    public void malformed(String what) {
        log.note(at -> new Nonsense(at, device, user, what));
    }
}
