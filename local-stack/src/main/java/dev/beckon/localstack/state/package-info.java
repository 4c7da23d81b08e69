/**
 * The files with which one run informs other processes: its lock, its addresses, and the processes to end if the run has died.
 * May use {@code processes}.
 */
@NullMarked
package dev.beckon.localstack.state;

import org.jspecify.annotations.NullMarked;
