/** What the chart renders, held against the Kubernetes API, the services' configuration and rules of our own. */
@NullMarked
package dev.beckon.helm;

import org.jspecify.annotations.NullMarked;
