package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The answer to a call that changes an inbox: the inbox just after it.
 *
 * @param more true, and otherwise left out: the call changed as many notifications as it may, so there may be more; the caller
 *     repeats it
 */
public record InboxAnswer(@JsonUnwrapped InboxState state, @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean more) {}
