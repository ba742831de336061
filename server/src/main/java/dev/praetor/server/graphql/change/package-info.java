/**
 * The code for the changes of the schema: intents on runs, schedules and limits, each by the same
 * functions of the store and the engine that the command line uses. What needs the code of a flow
 * is not here, because the server never has it.
 */
@NullMarked
package dev.praetor.server.graphql.change;

import org.jspecify.annotations.NullMarked;
