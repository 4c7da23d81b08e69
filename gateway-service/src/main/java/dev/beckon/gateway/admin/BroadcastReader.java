package dev.beckon.gateway.admin;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.contracts.rules.Utf8;
import dev.beckon.gateway.problems.ProblemException;
import dev.beckon.gateway.problems.ProblemType;
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
import java.util.regex.Pattern;

/** Reads a broadcast up to the limit, whether the body states its length or comes in chunks, and checks it. */
@Provider
@Consumes(MediaType.APPLICATION_JSON)
@Singleton
class BroadcastReader implements MessageBodyReader<BroadcastRequest> {

    /** The protocol's own events are not for others to send. phoenix.js renames each reply to {@code chan_reply_<ref>}. */
    private static final Pattern EVENT = Pattern.compile("(?!phx_|presence_|chan_reply_)[A-Za-z0-9._:-]{1,100}");
    /** In a room's messages it names the member who spoke, which only the gateway can prove. */
    private static final String FROM = "from";
    private static final int FIELDS = 3;

    private final ObjectReader json = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
            .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private final int maxBytes;

    BroadcastReader(AdminConfig config) {
        this.maxBytes = Math.toIntExact(config.maxBodySize().asLongValue());
    }

    @Override
    public boolean isReadable(Class<?> type, Type genericType, Annotation[] annotations, MediaType mediaType) {
        return type == BroadcastRequest.class;
    }

    @Override
    public BroadcastRequest readFrom(Class<BroadcastRequest> type, Type genericType, Annotation[] annotations,
            MediaType mediaType, MultivaluedMap<String, String> headers, InputStream body) {
        if (headers.getFirst(HttpHeaders.CONTENT_TYPE) == null) {
            throw new NotSupportedException(); // JAX-RS would take it for the first type of @Consumes
        }
        return check(parse(bytes(body)));
    }

    private byte[] bytes(InputStream body) {
        try {
            byte[] bytes = body.readNBytes(maxBytes + 1);
            if (bytes.length > maxBytes) {
                throw new ProblemException(ProblemType.BODY_TOO_LARGE, "Send at most %d bytes.".formatted(maxBytes));
            }
            return bytes;
        } catch (IOException e) {
            throw new ProblemException(ProblemType.BAD_REQUEST, "Send the whole body; the connection broke.");
        }
    }

    private JsonNode parse(byte[] bytes) {
        if (!Utf8.isText(bytes)) {
            throw new ProblemException(ProblemType.MALFORMED_JSON, "Send the body as UTF-8.");
        }
        try {
            return json.readTree(bytes);
        } catch (JsonProcessingException e) {
            throw new ProblemException(ProblemType.MALFORMED_JSON, "Send one JSON object, every field once.");
        } catch (IOException e) {
            throw new IllegalStateException("bytes in memory can be read", e);
        }
    }

    private static BroadcastRequest check(JsonNode body) {
        if (!body.isObject() || body.size() != FIELDS) {
            throw ProblemException.invalidRequest("", "must be an object of topic, event and payload");
        }
        String topic = body.path("topic").asText();
        if (!body.path("topic").isTextual() || !BroadcastTopics.isTopic(topic)) {
            throw ProblemException.invalidRequest("/topic", "must be a topic such as room:lobby");
        }
        String event = body.path("event").asText();
        if (!body.path("event").isTextual() || !EVENT.matcher(event).matches()) {
            throw ProblemException.invalidRequest("/event", "must be a name of letters, digits and . _ : - that does not begin with phx_, presence_ or chan_reply_");
        }
        if (!(body.path("payload") instanceof ObjectNode payload)) {
            throw ProblemException.invalidRequest("/payload", "must be an object");
        }
        if (payload.has(FROM)) {
            throw ProblemException.invalidRequest("/payload/from", "is set by the gateway, for what members say; use another name");
        }
        return new BroadcastRequest(topic, event, payload);
    }
}
