package dev.beckon.channels.presence;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.smallrye.mutiny.Uni;
import java.util.Map;

/**
 * Adds to presences what an application knows of their keys, such as names: a bean of the application, if it wants one.
 * Phoenix calls this {@code fetch} ({@code lib/phoenix/presence.ex}). Metas stay small, and one query serves many keys.
 */
@FunctionalInterface
public interface PresenceFetch {

    /**
     * Called once for all that is about to be told, on an event loop, which it must not block. While it runs, further
     * changes of the topic wait; if it fails or takes too long, members are told without it.
     *
     * @param presences by key, each {@code {"metas":[…]}}; may be changed in place. Fields may be added beside
     *     {@code metas}, and in the metas; the {@code phx_ref}s must stay
     * @return what members are told
     */
    Uni<Map<String, ObjectNode>> fetch(String topic, Map<String, ObjectNode> presences);
}
