/** Tests that compare the chart's renderings with the Kubernetes API, the services' configuration and our own rules. */
@NullMarked
package dev.beckon.helm;

import org.jspecify.annotations.NullMarked;
