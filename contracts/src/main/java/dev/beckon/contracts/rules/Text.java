package dev.beckon.contracts.rules;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/** A text that is not blank, has the form and the length, and is present if required; {@link TextRules} has the rules. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Text.Rule.class)
public @interface Text {

    Form value() default Form.LINE;

    int max();

    boolean required() default true;

    String message() default "is not a valid text";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** The permitted form of a text. */
    enum Form {
        /** One line, such as a name or a title. */
        LINE, LINES, WORD, USER_ID, URL
    }

    final class Rule implements ConstraintValidator<Text, String> {

        private Form form = Form.LINE;
        private int max;
        private boolean required = true;

        @Override
        public void initialize(Text text) {
            this.form = text.value();
            this.max = text.max();
            this.required = text.required();
        }

        @Override
        public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
            String wrong = text == null ? required ? TextRules.REQUIRED : null : switch (form) {
                case LINE -> TextRules.line(text, max);
                case LINES -> TextRules.lines(text, max);
                case WORD -> TextRules.word(text, max);
                case USER_ID -> TextRules.userId(text);
                case URL -> TextRules.url(text);
            };
            if (wrong == null) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            context.buildConstraintViolationWithTemplate(wrong).addConstraintViolation();
            return false;
        }
    }
}
