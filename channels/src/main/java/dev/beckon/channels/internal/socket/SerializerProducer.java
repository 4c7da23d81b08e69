package dev.beckon.channels.internal.socket;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.beckon.channels.internal.protocol.Serializers;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes the serializers, which do not depend on CDI, with the application's ObjectMapper. */
@Singleton
final class SerializerProducer {

    @Produces
    @Singleton
    Serializers serializers(ObjectMapper json) {
        return new Serializers(json);
    }
}
