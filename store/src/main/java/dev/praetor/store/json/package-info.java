/** The JSON that rows hold: histories, loop states, origins, values with their masks and limits. */
@NullMarked
package dev.praetor.store.json;

import org.jspecify.annotations.NullMarked;
