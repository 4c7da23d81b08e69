package dev.beckon.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

/** The services' packaged dependencies, and the packages in npm's lock files, break no rule of {@code .ci/audit.mjs}. */
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class AuditIT {

    @Test
    void nothing_that_is_shipped_has_two_versions_or_is_banned_or_has_a_known_hole() throws IOException, InterruptedException {
        Process audit = new ProcessBuilder("node", ".ci/audit.mjs").directory(Path.of("..").toFile()).redirectErrorStream(true).start();
        String output = new String(audit.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(audit.waitFor()).as(output).isZero();
        assertThat(output).contains(" 0 faults");
    }
}
