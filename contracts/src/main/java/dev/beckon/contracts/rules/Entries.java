package dev.beckon.contracts.rules;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Repeatable;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A list that is present, if required, and has {@code min} to {@code max} entries. One constraint covers the list and its user ids: that costs a tenth of
 * a constraint for each entry, and skips the entries of a list that is too long.
 */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Constraint(validatedBy = Entries.Rule.class)
@Repeatable(Entries.PerGroup.class)
public @interface Entries {

    int min() default 1;

    int max();

    boolean required() default true;

    /** Whether the entries are user ids. */
    boolean userIds() default false;

    String message() default "is not a valid list";

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};

    /** Several bounds of one list, each for another group. */
    @Target(ElementType.FIELD)
    @Retention(RetentionPolicy.RUNTIME)
    @interface PerGroup {
        Entries[] value();
    }

    final class Rule implements ConstraintValidator<Entries, List<?>> {

        private int min;
        private int max;
        private boolean required = true;
        private boolean userIds;

        @Override
        public void initialize(Entries entries) {
            this.min = entries.min();
            this.max = entries.max();
            this.required = entries.required();
            this.userIds = entries.userIds();
        }

        @Override
        public boolean isValid(@Nullable List<?> list, ConstraintValidatorContext context) {
            if (list == null && !required) {
                return true;
            }
            context.disableDefaultConstraintViolation();
            if (list == null || list.size() < min || list.size() > max) {
                context.buildConstraintViolationWithTemplate(list == null
                        ? TextRules.REQUIRED
                        : "must have %d to %d entries, has %d".formatted(min, max, list.size())).addConstraintViolation();
                return false;
            }
            return !userIds || areUserIds(list, context);
        }

        /** Skips an entry that is {@code null}: it had the wrong type and has been reported. */
        private static boolean areUserIds(List<?> list, ConstraintValidatorContext context) {
            boolean valid = true;
            for (int i = 0; i < list.size(); i++) {
                String wrong = list.get(i) instanceof String text ? TextRules.userId(text) : null;
                if (wrong != null) {
                    context.buildConstraintViolationWithTemplate(wrong)
                            .addContainerElementNode("<list element>", List.class, 0).inIterable().atIndex(i).addConstraintViolation();
                    valid = false;
                }
            }
            return valid;
        }
    }
}
