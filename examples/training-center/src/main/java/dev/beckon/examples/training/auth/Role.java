package dev.beckon.examples.training.auth;

import com.fasterxml.jackson.annotation.JsonValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** The role of a user in a training session. */
@RegisterForReflection
public enum Role {
    TRAINER, PARTICIPANT;

    /** The role as written in tokens and metas. */
    @JsonValue
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param groups the token's claim; if it has both roles, trainer counts */
    static Optional<Role> in(Set<String> groups) {
        return Arrays.stream(values()).filter(role -> groups.contains(role.word())).findFirst();
    }
}
