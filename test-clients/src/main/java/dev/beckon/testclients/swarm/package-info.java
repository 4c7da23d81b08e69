/**
 * Thousands of lightweight clients, a few hundred bytes each, that reconnect and rejoin as phoenix.js does, in processes of their
 * own. May use the messages of the package above and {@code view}.
 */
@NullMarked
package dev.beckon.testclients.swarm;

import org.jspecify.annotations.NullMarked;
