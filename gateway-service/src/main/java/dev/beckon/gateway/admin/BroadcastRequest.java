package dev.beckon.gateway.admin;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.rules.TextRules;
import io.quarkus.runtime.annotations.RegisterForReflection;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** The body of {@code POST /broadcast}. Callers may not send the protocol's own events; phoenix.js adds {@code chan_reply_}. */
@RegisterForReflection // Jackson creates it
record BroadcastRequest(
        @NotNull(message = TextRules.REQUIRED) @Pattern(regexp = BroadcastTopics.FORM, message = "must be a topic such as room:lobby") String topic,
        @NotNull(message = TextRules.REQUIRED) @Pattern(regexp = "(?!phx_|presence_|chan_reply_)[A-Za-z0-9._:-]{1,100}", message = "must be a name of letters, digits and . _ : - that does not begin with phx_, presence_ or chan_reply_") String event,
        @NotNull(message = TextRules.REQUIRED) ObjectNode payload) {}
