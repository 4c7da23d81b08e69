/**
 * Child processes: started so that they do not outlive us, signalled, and found again by a later run. Knows no server and
 * no service. May use nothing of ours.
 */
@NullMarked
package dev.beckon.localstack.processes;

import org.jspecify.annotations.NullMarked;
