/**
 * Commands about secrets (set, list, uses, grant, revoke, rotate, delete), and the sources from
 * which runs on the command line get their secrets. A value is never an argument of a command, and
 * never printed.
 */
@NullMarked
package dev.praetor.cli.secret;

import org.jspecify.annotations.NullMarked;
