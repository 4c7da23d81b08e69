/**
 * One list of scenarios, {@code scenarios.txt}, and four clients that play them: phoenix.js of two versions in Node,
 * JavaPhoenixClient, and the tests' own on raw sockets. A client plays a scenario or gives the reason why it cannot. May use
 * {@code transcript} and {@code wire}.
 */
@NullMarked
package dev.beckon.conformance.scenario;

import org.jspecify.annotations.NullMarked;
