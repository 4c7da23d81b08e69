package dev.beckon.channels.internal.presence;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.beckon.channels.PresenceRefusedException;
import dev.beckon.channels.PresenceRefusedException.Reason;
import dev.beckon.channels.RawJson;
import dev.beckon.channels.internal.presence.PresenceState.Diff;
import dev.beckon.channels.internal.protocol.NativeTypes;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Presences in the form that clients expect: {@code {key:{"metas":[{…,"phx_ref":"…"}]}}}. A meta is kept as finished
 * text, so that encoding only joins texts.
 */
final class PresenceJson {

    /** These names would change a JavaScript object instead of becoming one of its keys. */
    private static final Set<String> JAVASCRIPT_NAMES = Set.of("__proto__", "constructor", "prototype");

    private static final int MAX_KEY_LENGTH = 255;
    private static final String REF = "phx_ref";
    private static final String PREVIOUS_REF = "phx_ref_prev";

    private final ObjectMapper json;
    private final long maxMetaBytes;

    PresenceJson(ObjectMapper json, long maxMetaBytes) {
        this.json = json;
        this.maxMetaBytes = maxMetaBytes;
    }

    /** @throws PresenceRefusedException for a key that cannot be sent to clients */
    static String key(String key) {
        if (key.isEmpty() || key.codePointCount(0, key.length()) > MAX_KEY_LENGTH || JAVASCRIPT_NAMES.contains(key)) {
            throw new PresenceRefusedException(Reason.INVALID_KEY);
        }
        return key;
    }

    /**
     * @param meta an object that Jackson writes as a JSON object; refs in it are dropped, because the library assigns
     *     them
     * @throws PresenceRefusedException for one that is not a JSON object, or too long
     */
    String meta(Object meta) {
        String text = tree(meta).without(List.of(REF, PREVIOUS_REF)).toString();
        if (text.getBytes(StandardCharsets.UTF_8).length > maxMetaBytes) {
            throw new PresenceRefusedException(Reason.META_TOO_LARGE);
        }
        return text;
    }

    /** A copy; see {@link #meta}. */
    ObjectNode tree(Object meta) {
        try {
            JsonNode tree = meta instanceof RawJson(var text) ? json.readTree(text) : json.valueToTree(meta);
            if (tree instanceof ObjectNode object) {
                return object.deepCopy();
            }
        } catch (JsonProcessingException | IllegalArgumentException e) {
            NativeTypes.rethrowUnregistered(e); // anything else that Jackson cannot write is not a JSON object either
        }
        throw new PresenceRefusedException(Reason.INVALID_META);
    }

    /** The meta as it was tracked, for an update to change. */
    ObjectNode metaOf(Entry entry) {
        return read(entry.meta());
    }

    static RawJson diff(Diff diff) {
        return diff(state(byKey(diff.joins())), state(byKey(diff.leaves())));
    }

    static RawJson diff(RawJson joins, RawJson leaves) {
        return new RawJson("{\"joins\":" + joins.text() + ",\"leaves\":" + leaves.text() + '}');
    }

    static RawJson state(Map<String, List<Entry>> presences) {
        StringBuilder text = new StringBuilder("{");
        presences.forEach((key, entries) -> {
            text.append(text.length() == 1 ? "" : ",");
            appendKey(text, key);
            appendMetas(text.append(':'), entries);
        });
        return new RawJson(text.append('}').toString());
    }

    /** The most bytes that one more entry adds to its topic's {@link #state}. */
    static int sizeBytes(Entry entry) {
        StringBuilder text = new StringBuilder();
        appendKey(text, entry.key());
        appendMetas(text, List.of(entry));
        return text.toString().getBytes(StandardCharsets.UTF_8).length + 2;
    }

    /** The presences in one half of a diff. */
    static Map<String, ObjectNode> byKey(JsonNode presences) {
        Map<String, ObjectNode> byKey = new LinkedHashMap<>();
        presences.properties().forEach(presence -> byKey.put(presence.getKey(), (ObjectNode) presence.getValue()));
        return byKey;
    }

    /** The same as {@link #state}, as trees to which an application can add fields. */
    Map<String, ObjectNode> trees(Map<String, List<Entry>> presences) {
        Map<String, ObjectNode> trees = new LinkedHashMap<>();
        presences.forEach((key, entries) -> trees.put(key, tree(entries)));
        return trees;
    }

    RawJson write(Map<String, ObjectNode> presences) {
        ObjectNode all = json.createObjectNode();
        all.setAll(presences);
        return new RawJson(all.toString());
    }

    static Map<String, List<Entry>> byKey(Collection<Entry> entries) {
        Map<String, List<Entry>> byKey = new LinkedHashMap<>();
        entries.forEach(entry -> TopicPresences.add(byKey, entry));
        return byKey;
    }

    private ObjectNode tree(List<Entry> entries) {
        ObjectNode tree = json.createObjectNode();
        ArrayNode metas = tree.putArray("metas");
        for (Entry entry : entries) {
            ObjectNode meta = read(entry.meta()).put(REF, entry.ref());
            metas.add(entry.previous() == 0 ? meta : meta.put(PREVIOUS_REF, entry.previousRef()));
        }
        return tree;
    }

    private ObjectNode read(String meta) {
        try {
            return (ObjectNode) json.readTree(meta);
        } catch (JsonProcessingException bug) {
            throw new IllegalStateException("a meta that was JSON is none", bug);
        }
    }

    private static void appendMetas(StringBuilder text, List<Entry> entries) {
        text.append("{\"metas\":[");
        for (int i = 0; i < entries.size(); i++) {
            text.append(i == 0 ? "" : ",");
            append(text, entries.get(i));
        }
        text.append("]}");
    }

    private static void append(StringBuilder text, Entry entry) {
        String meta = entry.meta();
        text.append(meta, 0, meta.length() - 1).append(meta.length() == 2 ? "" : ",")
                .append("\"phx_ref\":\"").append(entry.ref()).append('"');
        if (entry.previous() != 0) {
            text.append(",\"phx_ref_prev\":\"").append(entry.previousRef()).append('"');
        }
        text.append('}');
    }

    private static void appendKey(StringBuilder text, String key) {
        text.append('"');
        JsonStringEncoder.getInstance().quoteAsString(key, text);
        text.append('"');
    }
}
