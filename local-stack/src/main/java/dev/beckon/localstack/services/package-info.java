/**
 * Beckon's services as processes: packaged jars, run by the JVM that runs us, ready when they say so. May use
 * {@code processes}.
 */
@NullMarked
package dev.beckon.localstack.services;

import org.jspecify.annotations.NullMarked;
