/**
 * Code of authors beside the bodies of tasks: texts that it makes, the conditions of retries, and
 * hooks. Internal.
 *
 * <p>Everything here is called by threads that run code of authors, never in a turn of the owner of
 * a run, and nothing here knows the state of a run. The thread of an attempt evaluates the
 * condition of its retry ({@code Retries}, called by {@code engine.loop.AttemptRunner}); hooks have
 * a thread of their own ({@code HookRunner}). Triggers, conditions of branches, views and lists are
 * no concern of this package: {@code engine.loop.AuthorCalls} calls them.
 */
@NullMarked
package dev.praetor.engine.author;

import org.jspecify.annotations.NullMarked;
