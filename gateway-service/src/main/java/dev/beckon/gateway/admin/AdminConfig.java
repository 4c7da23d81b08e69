package dev.beckon.gateway.admin;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;

/** Bounds of what comes over HTTP. */
@ConfigMapping(prefix = "gateway.admin")
public interface AdminConfig {

    /**
     * Topics that may be broadcast to, each a topic or a prefix and {@code *}. Inboxes and the topics of this system itself may
     * not be among them: what is told there is not for others to say.
     */
    @WithDefault("room:*")
    List<String> broadcastTopics();

    /** Of one broadcast; as much as one message of a client may have. Everyone on the topic gets it all. */
    @WithDefault("64K")
    MemorySize maxBodySize();
}
