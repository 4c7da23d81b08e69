package dev.beckon.contracts;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.beckon.contracts.rules.Text;
import org.jspecify.annotations.Nullable;

/**
 * The person who wrote the text that names the recipients.
 *
 * @param id the user id, as in the subject of that user's token
 * @param name shown to people
 * @param avatarUrl a picture of the person; {@code http} or {@code https}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Actor(@Text(value = Text.Form.USER_ID, max = Limits.USER_ID_LENGTH) String id, @Text(max = Limits.NAME_LENGTH) String name,
        @JsonProperty("avatar_url") @Text(value = Text.Form.URL, max = Limits.URL_LENGTH, required = false) @Nullable String avatarUrl) {

    public Actor(String id, String name) {
        this(id, name, null);
    }
}
