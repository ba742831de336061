/**
 * The turns of an owner of state: {@code Turns} gives them, on a few platform threads that run no
 * code of authors, or on a thread whose code has just ended. Here are also the mailbox through
 * which other threads reach the owner, the events it takes, its timers and pauses, the time of its
 * current turn, and {@code AuthorCode}, a call of code of an author on a thread of its own that
 * returns to the owner as an event. Internal. Knows neither graphs nor task runs.
 */
@NullMarked
package dev.praetor.engine.events;

import org.jspecify.annotations.NullMarked;
