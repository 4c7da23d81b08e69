/** What the library's own code costs, in a JVM of JMH's without sockets and servers. Public, as JMH generates code that calls it. */
@NullMarked
package dev.beckon.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
