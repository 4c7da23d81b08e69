package dev.beckon.contracts.rules;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A JSON object that may be absent, of at most {@code maxBytes} in UTF-8 without blanks, which PostgreSQL can store. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = SmallObject.Rule.class)
public @interface SmallObject {

    int maxBytes();

    String message() default "is not a valid object";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    final class Rule implements ConstraintValidator<SmallObject, ObjectNode> {

        private int maxBytes;

        @Override
        public void initialize(SmallObject object) {
            this.maxBytes = object.maxBytes();
        }

        @Override
        public boolean isValid(@Nullable ObjectNode object, ConstraintValidatorContext context) {
            String wrong = object == null ? null : wrong(object);
            if (wrong == null) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(wrong).addConstraintViolation();
            return false;
        }

        private @Nullable String wrong(ObjectNode object) {
            int bytes = object.toString().getBytes(StandardCharsets.UTF_8).length;
            if (bytes > maxBytes) {
                return "must be at most %d bytes of JSON, is %d".formatted(maxBytes, bytes);
            }
            return isStorable(object) ? null : "must not contain NUL characters, unpaired surrogates or numbers out of range";
        }

        private static boolean isStorable(JsonNode node) {
            if (node.isTextual()) {
                return TextRules.isStorable(node.textValue());
            }
            if (node.isFloatingPointNumber()) {
                return Double.isFinite(node.doubleValue());
            }
            return node.propertyStream().allMatch(field -> TextRules.isStorable(field.getKey()) && isStorable(field.getValue()))
                    && (!node.isArray() || node.valueStream().allMatch(Rule::isStorable));
        }
    }
}
