@NullMarked
package dev.beckon.channels.test;

import org.jspecify.annotations.NullMarked;
