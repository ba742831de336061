/**
 * The interfaces that plug-ins implement, for example the source of secrets. Nothing else lives
 * here.
 */
@NullMarked
package dev.praetor.spi;

import org.jspecify.annotations.NullMarked;
