/** Exit codes, usage errors, and the messages that the program prints for errors. */
@NullMarked
package dev.praetor.cli.error;

import org.jspecify.annotations.NullMarked;
