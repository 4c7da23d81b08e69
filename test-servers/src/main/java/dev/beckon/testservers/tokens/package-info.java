/** Keys and tokens (JWT, RS256) for development and tests. Production has an identity provider of its own. May use nothing of ours. */
@NullMarked
package dev.beckon.testservers.tokens;

import org.jspecify.annotations.NullMarked;
