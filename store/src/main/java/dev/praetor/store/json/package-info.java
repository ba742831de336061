/**
 * The JSON that rows contain: histories, loop states, origins, and masked values of limited size.
 */
@NullMarked
package dev.praetor.store.json;

import org.jspecify.annotations.NullMarked;
