/**
 * Code of authors beside the bodies of tasks: texts that it makes, the conditions of retries, and
 * hooks. Internal.
 *
 * <p>Everything here is called by threads that run code of authors, never by the owner of a run;
 * nothing here knows the state of a run.
 */
@NullMarked
package dev.praetor.engine.author;

import org.jspecify.annotations.NullMarked;
