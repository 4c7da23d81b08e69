package dev.beckon.systemtests.stack;

import com.google.protobuf.ByteString;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.ResourceSpans;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;

/**
 * One exported span.
 *
 * @param parent {@code ""}: none
 * @param mention the id of its mention; {@code ""}: none
 */
public record Span(String service, String trace, String id, String parent, String name, String kind, long startNanos, long endNanos,
        String mention) {

    static Stream<Span> of(ResourceSpans exported) {
        String service = attribute(exported.getResource().getAttributesList(), "service.name");
        return exported.getScopeSpansList().stream()
                .flatMap(scope -> scope.getSpansList().stream())
                .map(span -> new Span(service, hex(span.getTraceId()), hex(span.getSpanId()), hex(span.getParentSpanId()),
                        span.getName(), span.getKind().name().replace("SPAN_KIND_", ""), span.getStartTimeUnixNano(),
                        span.getEndTimeUnixNano(), attribute(span.getAttributesList(), "beckon.mention.id")));
    }

    private static String attribute(List<KeyValue> attributes, String key) {
        return attributes.stream()
                .filter(attribute -> attribute.getKey().equals(key))
                .map(attribute -> attribute.getValue().getStringValue())
                .findFirst().orElse("");
    }

    private static String hex(ByteString bytes) {
        return HexFormat.of().formatHex(bytes.toByteArray());
    }
}
