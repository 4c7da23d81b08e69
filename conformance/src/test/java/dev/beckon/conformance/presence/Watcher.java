package dev.beckon.conformance.presence;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.Set;

/** A stock client in a room. */
public interface Watcher extends AutoCloseable {

    /** The metas that its Presence lists now, by user; empty before the first list. */
    Map<String, Set<JsonNode>> list();

    @Override
    void close();
}
