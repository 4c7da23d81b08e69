/** Internal. HMAC-SHA256 for the tokens of applications and of long polling; depends on nothing else of this module. */
@NullMarked
package dev.beckon.channels.internal.signing;

import org.jspecify.annotations.NullMarked;
