package dev.beckon.channels.internal.protocol;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.Payload;
import dev.beckon.channels.RawJson;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the serializer for a client's version, and encodes an application's payloads. Thread-safe. */
public final class Serializers {

    /** Phoenix's version requirements {@code ~> 1.0.0} and {@code ~> 2.0.0}. */
    private static final Pattern V1 = Pattern.compile("1\\.0\\.(0|[1-9]\\d*)");
    private static final Pattern V2 = Pattern.compile("2\\.0\\.(0|[1-9]\\d*)");

    private final V1JsonSerializer v1;
    private final V2JsonSerializer v2;
    private final JsonFields json;
    private final ObjectMapper mapper;

    public Serializers(ObjectMapper mapper) {
        ObjectMapper json = NativeTypes.checked(mapper);
        this.v1 = new V1JsonSerializer(json);
        this.v2 = new V2JsonSerializer(json);
        this.json = new JsonFields(json);
        this.mapper = json;
    }

    /**
     * @param vsn the client's parameter; {@code null}: missing, which means 1.0.0
     * @return empty for an unsupported version
     */
    public Optional<Serializer> forVersion(@Nullable String vsn) {
        if (vsn == null || V1.matcher(vsn).matches()) {
            return Optional.of(v1);
        }
        return V2.matcher(vsn).matches() ? Optional.of(v2) : Optional.empty();
    }

    /** @param position as of {@link EventStreamSerializer}; call once: clients of one serializer share encoded broadcasts */
    public Serializer eventStream(List<String> position) {
        return new EventStreamSerializer(mapper, List.copyOf(position));
    }

    /** @throws IllegalArgumentException if Jackson cannot write {@code payload} */
    public Payload payload(Object payload) {
        return payload instanceof Payload finished ? finished : new RawJson(json.write(payload));
    }
}
