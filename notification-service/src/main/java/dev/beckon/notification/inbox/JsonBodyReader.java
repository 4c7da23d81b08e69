package dev.beckon.notification.inbox;

import dev.beckon.notification.problems.ProblemException;
import dev.beckon.notification.problems.ProblemType;
import jakarta.inject.Singleton;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;

/** Reads bodies up to the limit, whether they state their length or come in chunks. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Singleton
class JsonBodyReader implements MessageBodyReader<JsonBody> {

    private final int maxBytes;

    JsonBodyReader(InboxConfig config) {
        this.maxBytes = Math.toIntExact(config.maxBodySize().asLongValue());
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == JsonBody.class;
    }

    @Override
    public JsonBody readFrom(
            Class<JsonBody> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body) {
        if (headers.getFirst(HttpHeaders.CONTENT_TYPE) == null) {
            throw new NotSupportedException(); // JAX-RS would take it for the first type of @Consumes
        }
        try {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new ProblemException(ProblemType.BODY_TOO_LARGE, "Send at most %d bytes.".formatted(maxBytes));
            }
            return new JsonBody(bytes);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "Send the whole body; the connection broke.");
        }
    }
}
