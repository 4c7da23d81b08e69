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
 * A description below {@code docs/api}. Its schemas let unknown fields pass, as callers should; here an object may have no
 * field that its schema does not name, so that what a service says and nobody has described is found.
 */
final class Description {

    private static final YAMLMapper YAML = new YAMLMapper();
    private static final SchemaValidatorsConfig CONFIG =
            SchemaValidatorsConfig.builder().formatAssertionsEnabled(true).build();

    private final JsonNode document;
    private final JsonNode strict;
    private final JsonSchemaFactory schemas;

    private Description(JsonNode document, VersionFlag dialect) {
        this.document = document;
        this.strict = document.deepCopy();
        this.schemas = JsonSchemaFactory.getInstance(dialect);
        close(strict);
    }

    /** Schemas of OpenAPI 3.1 are of JSON Schema 2020-12. */
    static Description openApi(String service) {
        return new Description(read(service), VersionFlag.V202012);
    }

    /** Schemas of AsyncAPI 3.0 are of JSON Schema draft 7, unless a message says otherwise. */
    static Description asyncApi() {
        return new Description(read("asyncapi"), VersionFlag.V7);
    }

    private static JsonNode read(String name) {
        try {
            return YAML.readTree(Path.of("../docs/api", name + ".yaml").toFile());
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

    /** What is at {@code pointer}, or what that refers to. */
    JsonNode at(String pointer) {
        return document.at(resolve(pointer));
    }

    /** The place that is meant by a place that may hold a reference. */
    String resolve(String pointer) {
        JsonNode reference = document.at(pointer).path("$ref");
        return reference.isTextual() ? resolve(reference.textValue().substring(1)) : pointer;
    }

    /** @return what is wrong with {@code value}; empty if it is as the schema at {@code pointer} says */
    List<String> faults(String pointer, JsonNode value) {
        ObjectNode root = strict.deepCopy();
        root.put("$ref", "#" + resolve(pointer));
        return schemas.getSchema(root, CONFIG).validate(value).stream().map(ValidationMessage::getMessage).toList();
    }
}
