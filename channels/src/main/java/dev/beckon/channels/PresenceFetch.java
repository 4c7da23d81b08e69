package dev.beckon.channels;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/**
 * Adds an application's data about keys, such as names, to presences; an optional bean of the application. Phoenix
 * calls this {@code fetch} ({@code lib/phoenix/presence.ex}). Metas stay small, and one query serves many keys.
 */
@FunctionalInterface
public interface PresenceFetch {

    /**
     * Called once for each state or diff, on an event loop, which it must not block. While it runs, further changes of
     * the topic wait; if it fails or takes too long, members get the presences without its additions.
     *
     * @param presences by key, each {@code {"metas":[…]}}; may be changed in place. Fields may be added beside {@code
     *     metas}, and in the metas; the {@code phx_ref}s must stay
     * @return the presences that members get
     */
    Uni<Map<String, ObjectNode>> fetch(String topic, Map<String, ObjectNode> presences);
}
