package dev.beckon.gateway.admin;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** Broadcasts from outside any channel. */
@ConfigMapping(prefix = "gateway.admin")
public interface AdminConfig {

    /**
     * Topics that callers may broadcast to, each a topic or a prefix and {@code *}. Inboxes and the system's own topics are not
     * allowed: only the system itself sends there.
     */
    @WithDefault("room:*")
    List<String> broadcastTopics();
}
