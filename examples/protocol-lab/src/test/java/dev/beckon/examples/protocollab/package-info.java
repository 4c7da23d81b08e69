@NullMarked
package dev.beckon.examples.protocollab;

import org.jspecify.annotations.NullMarked;
