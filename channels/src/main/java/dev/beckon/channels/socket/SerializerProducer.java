package dev.beckon.channels.socket;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.protocol.V2JsonSerializer;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the serializer, which knows nothing of CDI, the application's way of writing JSON. */
@Singleton
final class SerializerProducer {

    @Produces
    @Singleton
    V2JsonSerializer serializer(ObjectMapper json) {
        return new V2JsonSerializer(json);
    }
}
