/** The inbox as a client builds it from the server's messages alone. Pure. May use {@code contracts} and the module's JSON. */
@NullMarked
package dev.beckon.testclients.view;

import org.jspecify.annotations.NullMarked;
