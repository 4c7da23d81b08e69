package dev.beckon.channels.protocol;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The protocol's versions, and an application's payloads in finished form. Thread-safe. */
public final class Serializers {

    /** What Phoenix calls {@code ~> 1.0.0} and {@code ~> 2.0.0}. */
    private static final Pattern V1 = Pattern.compile("1\\.0\\.(0|[1-9]\\d*)");
    private static final Pattern V2 = Pattern.compile("2\\.0\\.(0|[1-9]\\d*)");

    private final V1JsonSerializer v1;
    private final V2JsonSerializer v2;
    private final JsonFields json;

    public Serializers(ObjectMapper json) {
        this.v1 = new V1JsonSerializer(json);
        this.v2 = new V2JsonSerializer(json);
        this.json = new JsonFields(json);
    }

    /**
     * @param vsn as the client says it; {@code null}: not said, which means 1.0.0
     * @return empty for a version that is not spoken here
     */
    public Optional<Serializer> forVersion(@Nullable String vsn) {
        if (vsn == null || V1.matcher(vsn).matches()) {
            return Optional.of(v1);
        }
        return V2.matcher(vsn).matches() ? Optional.of(v2) : Optional.empty();
    }

    /** @throws IllegalArgumentException if Jackson cannot write {@code payload} */
    public Payload payload(Object payload) {
        return payload instanceof Payload finished ? finished : new RawJson(json.write(payload));
    }
}
