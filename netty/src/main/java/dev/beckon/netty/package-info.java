/**
 * Everything in Beckon that reaches behind Quarkus, Vert.x or Netty: their internal packages, their pipelines, private fields.
 * {@link dev.beckon.netty.Netty} is the entry point; the module's README lists each reliance, its test and the loss without it.
 */
@NullMarked
package dev.beckon.netty;

import org.jspecify.annotations.NullMarked;
