/**
 * Measures a gateway and the database when thousands of clients lose another gateway at once. May use {@code swarm},
 * {@code clients}, {@code stack} and {@code wire}.
 */
@NullMarked
package dev.beckon.verify.storm;

import org.jspecify.annotations.NullMarked;
