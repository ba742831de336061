/**
 * Variables: the values that people set for the tasks of a project, by name. Internal. They are not
 * secret: what must not be read belongs in {@code store.secret}.
 */
@NullMarked
package dev.praetor.store.variable;

import org.jspecify.annotations.NullMarked;
