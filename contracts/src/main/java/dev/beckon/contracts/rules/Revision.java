package dev.beckon.contracts.rules;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A product's number for a state of a mention: from 1, and exact in every language's JSON (RFC 8259 §6). May be absent. */
@Target(ElementType.FIELD)
@Retention(RetentionPolicy.RUNTIME)
@Min(1)
@Max(Revision.MAX)
@ReportAsSingleViolation
@Constraint(validatedBy = {})
public @interface Revision {

    long MAX = (1L << 53) - 1;

    String RULE = "must be a whole number from 1 to 9007199254740991";

    String message() default RULE;

    Class<?>[] groups() default {};

    Class<? extends Payload>[] payload() default {};
}
