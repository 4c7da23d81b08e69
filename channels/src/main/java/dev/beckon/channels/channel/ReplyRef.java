package dev.beckon.channels.channel;

import dev.beckon.channels.protocol.Ref;
import org.jspecify.annotations.Nullable;

/** Stands for one event of a client that is answered later; from {@link Member#replyRef}. */
public record ReplyRef(@Nullable Ref ref) {}
