package dev.beckon.examples.training.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;

@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class ConfigTest {

    final SmallRyeConfig config = new SmallRyeConfigBuilder()
            .addDiscoveredConverters()
            .withMapping(TrainingConfig.class)
            .withDefaultValue("training.sessions.one", "first,second")
            .build();

    @Test
    void defaults_and_lists() {
        TrainingConfig training = config.getConfigMapping(TrainingConfig.class);

        assertThat(training.sessions().get("one")).containsExactly("first", "second");
        assertThat(training.maxParticipants()).isEqualTo(100);
    }

    @Test
    void the_readme_lists_every_key() throws Exception {
        assertThat(Files.readString(Path.of("README.md"))).contains("`training.sessions.ID`", "`training.max-participants`");
    }
}
