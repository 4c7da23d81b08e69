/**
 * This product's socket and its channels, on the channels library: it decides who may connect and what a topic means. May use
 * every package below it.
 */
@NullMarked
package dev.beckon.gateway;

import org.jspecify.annotations.NullMarked;
