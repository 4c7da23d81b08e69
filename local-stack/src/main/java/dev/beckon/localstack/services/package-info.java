/**
 * Runs Beckon's services as processes: starts their packaged jars with the JVM of this process and waits until they report
 * ready. May use {@code processes}.
 */
@NullMarked
package dev.beckon.localstack.services;

import org.jspecify.annotations.NullMarked;
