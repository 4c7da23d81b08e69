package dev.beckon.conformance.transcript;

import java.util.Locale;

/** One of the four combinations in which a transcript is replayed. */
public record Combination(Transport transport, Version version) {

    @Override
    public String toString() {
        return "%s, version %s".formatted(transport.name().toLowerCase(Locale.ROOT), version.vsn());
    }
}
