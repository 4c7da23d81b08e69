package dev.beckon.channels;

import dev.beckon.channels.internal.protocol.Ref;
import org.jspecify.annotations.Nullable;

/** Refers to one event of a client that a channel answers later; from {@link Member#replyRef}. */
public record ReplyRef(@Nullable Ref ref) {}
