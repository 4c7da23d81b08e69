/**
 * What a mention must look like, whichever way it comes: {@code POST /mentions} and the Kafka topic read it by these rules,
 * and refuse it in the same words. May use Jackson's tree and the records of {@code contracts}.
 */
@NullMarked
package dev.beckon.contracts.rules;

import org.jspecify.annotations.NullMarked;
