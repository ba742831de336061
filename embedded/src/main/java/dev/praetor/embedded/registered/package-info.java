/**
 * Runs of registered flows, made by a process that does not have their code, such as a server: the
 * entry for such runs, and the schedules that make them. Internal. The runs wait for a process with
 * the code of their package.
 */
@NullMarked
package dev.praetor.embedded.registered;

import org.jspecify.annotations.NullMarked;
