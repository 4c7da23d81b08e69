package dev.beckon.contracts;

import dev.beckon.contracts.rules.Text;

/**
 * Where the mention was written, in the product team's own terms.
 *
 * @param type such as {@code comment} or {@code document}
 * @param url where a click on the notification leads; {@code http} or {@code https}
 */
public record Source(@Text(max = Limits.SOURCE_TYPE_LENGTH) String type, @Text(max = Limits.SOURCE_ID_LENGTH) String id,
        @Text(value = Text.Form.URL, max = Limits.URL_LENGTH) String url, @Text(max = Limits.TITLE_LENGTH) String title) {

    /** What names a source; url and title may change from mention to mention. */
    public record Key(@Text(max = Limits.SOURCE_TYPE_LENGTH) String type, @Text(max = Limits.SOURCE_ID_LENGTH) String id) {}
}
