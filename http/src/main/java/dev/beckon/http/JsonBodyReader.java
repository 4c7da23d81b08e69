package dev.beckon.http;

import jakarta.inject.Singleton;
import jakarta.validation.Validator;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.NotSupportedException;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.MultivaluedMap;
import jakarta.ws.rs.ext.MessageBodyReader;
import jakarta.ws.rs.ext.Provider;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Locale;
import java.util.zip.GZIPInputStream;

/**
 * Reads bodies within {@code beckon.http.max-body-size}, which bounds the bytes sent, with a length or in chunks, and their
 * inflated size. Quarkus calls it when the whole body has come, or more of it than the limit ({@code
 * quarkus.rest.input-buffer-size}), so it never waits for the caller.
 */
@Provider
@Consumes({MediaType.APPLICATION_JSON, "application/cloudevents+json", "application/cloudevents-batch+json"})
@Singleton
class JsonBodyReader implements MessageBodyReader<JsonBody> {

    private final int maxBytes;
    private final JsonBinder binder;

    JsonBodyReader(HttpEdgeConfig config, Validator validator) {
        this.maxBytes = Math.toIntExact(config.maxBodySize().asLongValue());
        this.binder = JsonBinder.strict(validator);
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == JsonBody.class;
    }

    @Override
    public JsonBody readFrom(Class<JsonBody> type, Type genericType, Annotation[] annotations, MediaType mediaType,
            MultivaluedMap<String, String> headers, InputStream body) {
        if (headers.getFirst(HttpHeaders.CONTENT_TYPE) == null) {
            throw new NotSupportedException(); // JAX-RS would take the body for the first type of @Consumes
        }
        boolean gzip = isGzip(headers.getOrDefault(HttpHeaders.CONTENT_ENCODING, List.of()));
        byte[] bytes = atMost(sent(body), "");
        return new JsonBody(gzip ? atMost(inflated(bytes), ", counted after they are inflated") : bytes, binder);
    }

    /** Does not close the body: Quarkus would then read it to its end, on the thread that answers. */
    private byte[] sent(InputStream body) {
        try {
            return body.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "Send the whole body; the connection broke.");
        }
    }

    /** Inflates bytes that have all come: a stream of empty gzip members has no end and inflates to nothing. */
    private byte[] inflated(byte[] sent) {
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            return plain.readNBytes(maxBytes + 1);
        } catch (IOException e) {
            throw new ProblemException(ProblemType.MALFORMED_JSON, "Send the body as gzip, as its Content-Encoding says.");
        }
    }

    private byte[] atMost(byte[] bytes, String how) {
        if (bytes.length > maxBytes) {
            throw new ProblemException(ProblemType.BODY_TOO_LARGE, "Send at most %d bytes%s.".formatted(maxBytes, how));
        }
        return bytes;
    }

    private static boolean isGzip(List<String> encodings) {
        return switch (String.join(",", encodings).strip().toLowerCase(Locale.ROOT)) {
            case "", "identity" -> false;
            case "gzip", "x-gzip" -> true;
            default -> throw new ProblemException(
                    ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send the body as it is, or with Content-Encoding: gzip.");
        };
    }
}
