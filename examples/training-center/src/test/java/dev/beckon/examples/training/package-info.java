@NullMarked
package dev.beckon.examples.training;

import org.jspecify.annotations.NullMarked;
