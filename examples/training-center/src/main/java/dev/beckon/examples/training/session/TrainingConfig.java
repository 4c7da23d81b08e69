package dev.beckon.examples.training.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;

/** The configured sessions and their limit. */
@ConfigMapping(prefix = "training")
public interface TrainingConfig {

    /** Exercises in order, by session id. Users can join only these sessions, so clients cannot create any. */
    Map<String, List<String>> sessions();

    /** Maximum number of participants in one session, as a trainer cannot follow more; the channel refuses further ones. */
    @WithDefault("100")
    @Min(1)
    @Max(1_000)
    int maxParticipants();
}
