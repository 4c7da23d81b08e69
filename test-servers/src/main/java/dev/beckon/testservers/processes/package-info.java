/**
 * Child processes: started so that they do not outlive us, signalled, and found again by a later run. Contains no code for a
 * particular server or service. May use nothing of ours.
 */
@NullMarked
package dev.beckon.testservers.processes;

import org.jspecify.annotations.NullMarked;
