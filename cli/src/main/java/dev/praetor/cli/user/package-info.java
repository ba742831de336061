/** The commands about the people who use a server. */
@NullMarked
package dev.praetor.cli.user;

import org.jspecify.annotations.NullMarked;
