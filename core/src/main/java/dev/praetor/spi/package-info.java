/** What plug-ins implement: where secrets come from, and what else can be exchanged. */
@NullMarked
package dev.praetor.spi;

import org.jspecify.annotations.NullMarked;
