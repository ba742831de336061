/** Exit codes, mistakes of the user, and what the program prints for each error. */
@NullMarked
package dev.praetor.cli.error;

import org.jspecify.annotations.NullMarked;
