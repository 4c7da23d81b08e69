/** The operator's tool. May use {@code contracts} and nothing else of ours, so that it runs wherever Kafka can be reached. */
@NullMarked
package dev.beckon.operator;

import org.jspecify.annotations.NullMarked;
