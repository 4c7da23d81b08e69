package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.beckon.contracts.rules.Checked;
import dev.beckon.contracts.rules.Text;
import jakarta.validation.Valid;
import java.time.Instant;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A user may no longer see a source, or a conversation: the value, as JSON, of a record whose header {@link
 * MentionRetracted#TYPE_HEADER} is {@value #TYPE}, and the body of {@code POST /access/revoked}. Takes back from this user what was
 * mentioned there before it in the order of the user's {@link Lane}; later mentions are shown.
 *
 * @param source either this, or {@code thread}
 * @param thread the conversation, as in {@link MentionCreated#thread}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record AccessRevoked(@Text(value = Text.Form.USER_ID, max = Limits.USER_ID_LENGTH) String user, @Valid Source.@Nullable Key source,
        @Text(max = Limits.THREAD_LENGTH, required = false) @Nullable String thread) implements Checked {

    /** Value of the header with a record's type. */
    public static final String TYPE = "AccessRevoked";

    @Override
    public void check(Instant now, BiConsumer<String, String> finding) {
        if (source == null && thread == null) {
            finding.accept("source", "is required, unless there is a thread");
        } else if (source != null && thread != null) {
            finding.accept("thread", "must not come together with a source");
        }
    }
}
