package dev.beckon.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.DeserializationConfig;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonDeserializer;
import com.fasterxml.jackson.databind.deser.BeanDeserializerBase;
import com.fasterxml.jackson.databind.deser.BeanDeserializerModifier;
import com.fasterxml.jackson.databind.deser.DeserializationProblemHandler;
import com.fasterxml.jackson.databind.deser.SettableBeanProperty;
import com.fasterxml.jackson.databind.deser.std.DelegatingDeserializer;
import com.fasterxml.jackson.databind.deser.std.StdDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.CollectionType;
import com.fasterxml.jackson.databind.util.AccessPattern;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Makes Jackson continue after a value of the wrong type or an unknown field: the pointer goes into the document's {@link
 * Findings}, and the value is read as {@code null}. Supports the types of our records: texts, ids, times, counts, lists, records,
 * trees.
 */
final class CollectingModule extends SimpleModule {

    private static final long serialVersionUID = 1L;

    private final transient DeserializationProblemHandler handler;

    CollectingModule(boolean refuseUnknown) {
        this.handler = new Fields(refuseUnknown);
        addDeserializer(String.class, new TextDeserializer<>(String.class, text -> text));
        addDeserializer(UUID.class, new TextDeserializer<>(UUID.class, CollectingModule::uuid));
        addDeserializer(Instant.class, new TextDeserializer<>(Instant.class, CollectingModule::instant));
        addDeserializer(Long.class, new CountDeserializer());
        setDeserializerModifier(new Guards());
    }

    @Override
    public void setupModule(SetupContext context) {
        super.setupModule(context);
        context.addDeserializationProblemHandler(handler);
    }

    /** Converts a text to its value; throws with a description of the fault. */
    private interface Meaning<T> {
        T of(String text) throws WrongTextException;
    }

    private static final class WrongTextException extends Exception {

        private static final long serialVersionUID = 1L;

        WrongTextException(String detail) {
            super(detail, null, false, false);
        }
    }

    private static UUID uuid(String text) throws WrongTextException {
        try {
            UUID uuid = UUID.fromString(text);
            if (uuid.toString().equalsIgnoreCase(text)) { // UUID.fromString also takes 1-1-1-1-1
                return uuid;
            }
        } catch (IllegalArgumentException e) {
            // UUID.fromString failed: the same fault as below
        }
        throw new WrongTextException("must be a UUID");
    }

    private static Instant instant(String text) throws WrongTextException {
        if (text.isBlank()) {
            throw new WrongTextException("must not be blank");
        }
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException e) {
            throw new WrongTextException("must be a date and time with an offset, such as 2026-01-31T12:00:00Z");
        }
    }

    private static <T> @Nullable T wrongType(JsonParser parser, DeserializationContext context, String expected) throws IOException {
        return wrong(parser, context, "must be %s, is %s".formatted(expected, switch (parser.currentToken()) {
            case START_ARRAY -> "a list";
            case START_OBJECT, FIELD_NAME -> "an object";
            case VALUE_STRING -> "a string";
            case VALUE_TRUE, VALUE_FALSE -> "a boolean";
            case VALUE_NULL -> "null";
            default -> "a number";
        }));
    }

    private static <T> @Nullable T wrong(JsonParser parser, DeserializationContext context, String detail) throws IOException {
        findings(context).add(parser.getParsingContext().pathAsPointer().toString(), detail);
        parser.skipChildren();
        return null;
    }

    /** A field that is null counts as absent; a null entry of a list, or a null document, is a finding. */
    private static <T> @Nullable T nullValue(DeserializationContext context, String expected) {
        JsonParser parser = context.getParser();
        if (!parser.getParsingContext().inObject()) {
            findings(context).add(parser.getParsingContext().pathAsPointer().toString(), "must be " + expected + ", is null");
        }
        return null;
    }

    private static Findings findings(DeserializationContext context) {
        return (Findings) Objects.requireNonNull(context.getAttribute(Findings.class));
    }

    private abstract static class Leaf<T> extends StdDeserializer<T> {

        private static final long serialVersionUID = 1L;

        private final String expected;

        Leaf(Class<T> type, String expected) {
            super(type);
            this.expected = expected;
        }

        @Override
        public @Nullable T getNullValue(DeserializationContext context) {
            return nullValue(context, expected);
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }

        @Override
        public AccessPattern getNullAccessPattern() {
            return AccessPattern.DYNAMIC;
        }
    }

    private static final class TextDeserializer<T> extends Leaf<T> {

        private static final long serialVersionUID = 1L;

        private final transient Meaning<T> meaning;

        TextDeserializer(Class<T> type, Meaning<T> meaning) {
            super(type, "a string");
            this.meaning = meaning;
        }

        @Override
        public @Nullable T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            if (!parser.hasToken(JsonToken.VALUE_STRING)) {
                return wrongType(parser, context, "a string");
            }
            try {
                return meaning.of(parser.getText());
            } catch (WrongTextException e) {
                return wrong(parser, context, Objects.requireNonNull(e.getMessage()));
            }
        }
    }

    private static final class CountDeserializer extends Leaf<Long> {

        private static final long serialVersionUID = 1L;

        CountDeserializer() {
            super(Long.class, "a whole number from 0");
        }

        @Override
        public @Nullable Long deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            boolean fits = parser.hasToken(JsonToken.VALUE_NUMBER_INT) && parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
            return fits && parser.getLongValue() >= 0
                    ? (Long) parser.getLongValue()
                    : wrong(parser, context, "is not a whole number from 0");
        }
    }

    /** Checks a token before Jackson does, which would take an empty text for an object or throw. */
    private static final class Guards extends BeanDeserializerModifier {

        private static final long serialVersionUID = 1L;

        @Override
        public JsonDeserializer<?> modifyDeserializer(DeserializationConfig config, BeanDescription type, JsonDeserializer<?> made) {
            return type.getBeanClass().isRecord() ? new Guard(made, JsonToken.START_OBJECT, "an object") : made;
        }

        @Override
        public JsonDeserializer<?> modifyCollectionDeserializer(DeserializationConfig config, CollectionType type,
                BeanDescription description, JsonDeserializer<?> made) {
            return new Guard(made, JsonToken.START_ARRAY, "a list");
        }
    }

    private static final class Guard extends DelegatingDeserializer {

        private static final long serialVersionUID = 1L;

        private final JsonToken first;
        private final String expected;

        Guard(JsonDeserializer<?> delegate, JsonToken first, String expected) {
            super(delegate);
            this.first = first;
            this.expected = expected;
        }

        @Override
        protected JsonDeserializer<?> newDelegatingInstance(JsonDeserializer<?> delegate) {
            return new Guard(delegate, first, expected);
        }

        @Override
        public @Nullable Object deserialize(JsonParser parser, DeserializationContext context) throws IOException {
            return parser.hasToken(first) ? super.deserialize(parser, context) : wrongType(parser, context, expected);
        }

        @Override
        public @Nullable Object getNullValue(DeserializationContext context) {
            return nullValue(context, expected);
        }

        @Override
        public @Nullable Object getAbsentValue(DeserializationContext context) {
            return null;
        }
    }

    private static final class Fields extends DeserializationProblemHandler {

        private final boolean refuseUnknown;

        Fields(boolean refuseUnknown) {
            this.refuseUnknown = refuseUnknown;
        }

        @Override
        public boolean handleUnknownProperty(DeserializationContext context, JsonParser parser, JsonDeserializer<?> deserializer,
                Object bean, String name) throws IOException {
            if (refuseUnknown) {
                JsonParser document = context.getParser();
                String at = document.getParsingContext().pathAsPointer().toString();
                findings(context).add(parser == document ? at : at + "/" + name.replace("~", "~0").replace("/", "~1"),
                        "is not a known field; known are " + String.join(", ", known((BeanDeserializerBase) deserializer)));
            }
            parser.skipChildren();
            return true;
        }

        /** The record's field names, in its order. */
        private static List<String> known(BeanDeserializerBase record) {
            List<SettableBeanProperty> fields = new ArrayList<>();
            record.creatorProperties().forEachRemaining(fields::add);
            fields.sort(Comparator.comparingInt(SettableBeanProperty::getCreatorIndex));
            return fields.stream().map(SettableBeanProperty::getName).toList();
        }

        /** Reads a tree that must be an object. */
        @Override
        public @Nullable Object handleUnexpectedToken(DeserializationContext context, JavaType type, JsonToken token,
                JsonParser parser, String message) throws IOException {
            return wrongType(parser, context, "an object");
        }
    }
}
