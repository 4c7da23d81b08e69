package dev.beckon.contracts.rules;

import java.time.Instant;
import java.util.function.BiConsumer;

/** A record with rules that no constraint of a single field can express. */
public interface Checked {

    /** @param finding takes a field's name and a description of the fault; fields may be {@code null} or break their own rules */
    void check(Instant now, BiConsumer<String, String> finding);
}
