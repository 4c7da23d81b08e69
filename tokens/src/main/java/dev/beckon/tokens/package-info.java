/** Bearer tokens as all services of Beckon read them. May use {@code contracts}. */
@NullMarked
package dev.beckon.tokens;

import org.jspecify.annotations.NullMarked;
