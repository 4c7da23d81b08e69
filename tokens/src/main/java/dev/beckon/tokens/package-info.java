/** Bearer tokens as all services of Beckon read them. May use nothing of ours. */
@NullMarked
package dev.beckon.tokens;

import org.jspecify.annotations.NullMarked;
