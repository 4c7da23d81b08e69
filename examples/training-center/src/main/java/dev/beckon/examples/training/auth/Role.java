package dev.beckon.examples.training.auth;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What somebody does in a training session. */
public enum Role {
    TRAINER,
    PARTICIPANT;

    /** As it stands in tokens and metas. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param groups of a token; of two roles the trainer's counts */
    static Optional<Role> in(Set<String> groups) {
        return Arrays.stream(values()).filter(role -> groups.contains(role.word())).findFirst();
    }
}
