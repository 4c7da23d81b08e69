/**
 * Abusive clients, with one user's token or with none, attack a gateway while other clients use it. May use {@code stack} and
 * {@code expect}.
 */
@NullMarked
package dev.beckon.systemtests.abuse;

import org.jspecify.annotations.NullMarked;
