package dev.beckon.channels.socket;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.protocol.Serializers;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Gives the serializers, which know nothing of CDI, the application's way of writing JSON. */
@Singleton
final class SerializerProducer {

    @Produces
    @Singleton
    Serializers serializers(ObjectMapper json) {
        return new Serializers(json);
    }
}
