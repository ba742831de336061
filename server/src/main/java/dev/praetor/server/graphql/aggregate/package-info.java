/**
 * Groups of runs and of task runs with their statistics, as callers ask for them. {@code
 * AggregateArguments} reads what is asked for, of which the selected fields are a part: the store
 * computes no statistic that is not selected. {@code AggregateTypes} gives the answers.
 */
@NullMarked
package dev.praetor.server.graphql.aggregate;

import org.jspecify.annotations.NullMarked;
