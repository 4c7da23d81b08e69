package dev.beckon.verify.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An edit of a mention, or its retraction.
 *
 * @param number the higher one holds
 */
record Revision(String key, long number, boolean isRetraction, List<String> recipients) {

    static Revision edit(String key, long number, List<String> recipients) {
        return new Revision(key, number, false, List.copyOf(recipients));
    }

    static Revision retraction(String key, long number) {
        return new Revision(key, number, true, List.of());
    }

    @Nullable
    String text() {
        return isRetraction ? null : Wording.text(key, number);
    }

    /** The body of {@code PUT}. */
    String body() {
        return Wording.body(key, number, recipients);
    }
}
