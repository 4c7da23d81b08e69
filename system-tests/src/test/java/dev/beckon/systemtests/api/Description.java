package dev.beckon.systemtests.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SchemaValidatorsConfig;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/**
 * An OpenAPI or AsyncAPI description. Its schemas allow unknown fields, as callers should; this class rejects a field that the
 * schema does not name, to find fields without a description.
 */
final class Description {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final SchemaValidatorsConfig CONFIG = SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final JsonNode strict;
    private final JsonSchemaFactory schemas;

    private Description(JsonNode document, VersionFlag dialect) {
        this.document = document;
        this.strict = document.deepCopy();
        this.schemas = JsonSchemaFactory.getInstance(dialect);
        close(strict);
    }

    /** OpenAPI 3.1 uses JSON Schema 2020-12. */
    static Description openApi(String service) {
        return new Description(read(Path.of("..", service, "src/main/resources/META-INF/openapi.yaml")), VersionFlag.V202012);
    }

    /** AsyncAPI 3.0 uses JSON Schema draft 7, unless a message names another version. */
    static Description asyncApi() {
        return new Description(read(Path.of("../docs/api/asyncapi.yaml")), VersionFlag.V7);
    }

    private static JsonNode read(Path file) {
        try {
            return YAML.readTree(file.toFile());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(JsonNode node) {
        if (node instanceof ObjectNode object && object.path("properties").isObject()
                && !object.has("additionalProperties") && !object.path("properties").isEmpty()) {
            object.put("additionalProperties", false);
        }
        node.forEach(Description::close);
    }

    JsonNode document() {
        return document;
    }

    /** The value at {@code pointer}, or the value to which its reference points. */
    JsonNode at(String pointer) {
        return document.at(resolve(pointer));
    }

    /** The pointer itself, or the target of the reference at that pointer. */
    String resolve(String pointer) {
        JsonNode reference = document.at(pointer).path("$ref");
        return reference.isTextual() ? resolve(reference.textValue().substring(1)) : pointer;
    }

    /** @return the violations of the schema at {@code pointer} by {@code value}; empty if there are none */
    List<String> faults(String pointer, JsonNode value) {
        ObjectNode root = strict.deepCopy();
        root.put("$ref", "#" + resolve(pointer));
        return schemas.getSchema(root, CONFIG).validate(value).stream().map(ValidationMessage::getMessage).toList();
    }
}
