/**
 * The rules of a mention: {@code POST /mentions} and the Kafka topic check it by the same rules, and refuse it in the same words.
 * May use Jackson's tree and the records of {@code contracts}.
 */
@NullMarked
package dev.beckon.contracts.rules;

import org.jspecify.annotations.NullMarked;
