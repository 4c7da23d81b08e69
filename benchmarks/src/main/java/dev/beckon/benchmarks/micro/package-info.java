/**
 * Measures the library's own code in a JMH process, without sockets and servers. Public, because JMH generates code that
 * calls it.
 */
@NullMarked
package dev.beckon.benchmarks.micro;

import org.jspecify.annotations.NullMarked;
