package dev.beckon.examples.training.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import java.util.Map;

/** Which sessions there are. */
@ConfigMapping(prefix = "training")
public interface TrainingConfig {

    /** Their exercises, in order, by session id. Only these can be joined, so clients cannot make any. */
    Map<String, List<String>> sessions();

    /** Whose progress one session keeps; one more is refused. A trainer can follow no more than so many. */
    @WithDefault("100")
    @Min(1)
    @Max(1_000)
    int maxParticipants();
}
