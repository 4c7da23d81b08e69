package dev.beckon.mention.request;

import dev.beckon.mention.problems.ProblemException;
import dev.beckon.mention.problems.ProblemType;
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
import java.time.Clock;

/**
 * The body of {@code POST /mentions}. Runs on the event loop for bodies that came with the request's first bytes and on a
 * worker for larger ones, so reading and checking a large audience holds up nobody else.
 */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Singleton
class MentionBodyReader implements MessageBodyReader<MentionRequests> {

    private final int maxBytes;
    private final MentionReader mentions;
    private final Clock clock = Clock.systemUTC();

    MentionBodyReader(RequestConfig config) {
        this.maxBytes = Math.toIntExact(config.maxBodySize().asLongValue());
        this.mentions = new MentionReader(config);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == MentionRequests.class;
    }

    @Override
    public MentionRequests readFrom(
            Class<MentionRequests> type,
            Type genericType,
            Annotation[] annotations,
            MediaType mediaType,
            MultivaluedMap<String, String> headers,
            InputStream body) {
        if (headers.getFirst(HttpHeaders.CONTENT_TYPE) == null) {
            throw new NotSupportedException(); // JAX-RS would take it for the first type of @Consumes
        }
        return mentions.read(StrictJson.parse(bytes(body)), clock.instant());
    }

    /** Counts what it reads, so that a body sent in chunks has the same limit as one that states its length. */
    private byte[] bytes(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new ProblemException(
                        ProblemType.BODY_TOO_LARGE, "Send at most %d bytes; split the list.".formatted(maxBytes));
            }
            return bytes;
        } catch (IOException e) {
            throw new ProblemException(ProblemType.MALFORMED_JSON, "Send the whole body; the connection broke.", e);
        }
    }
}
