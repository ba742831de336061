/**
 * Projects: the table of their names. What belongs to a project says so by the key of its flow; see
 * {@link dev.praetor.engine.packaging.FlowKey}.
 */
@NullMarked
package dev.praetor.store.project;

import org.jspecify.annotations.NullMarked;
