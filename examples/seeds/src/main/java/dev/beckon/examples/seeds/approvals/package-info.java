/** Statistics of one user, broadcast from outside any channel. */
@NullMarked
package dev.beckon.examples.seeds.approvals;

import org.jspecify.annotations.NullMarked;
