/**
 * The interfaces that plug-ins implement, for example the sources of secrets and of variables.
 * Nothing else lives here.
 */
@NullMarked
package dev.praetor.spi;

import org.jspecify.annotations.NullMarked;
