/**
 * The command {@code register}, and the commands about registered flows: list, show, versions,
 * diff, run, archive. Code of flows is loaded only by {@code register}, on the machine on which it
 * is called.
 */
@NullMarked
package dev.praetor.cli.flows;

import org.jspecify.annotations.NullMarked;
