/**
 * Flows to read and run. They use what any author may use and nothing else: the authoring API, never the
 * engine.
 */
@NullMarked
package dev.praetor.examples;

import org.jspecify.annotations.NullMarked;
