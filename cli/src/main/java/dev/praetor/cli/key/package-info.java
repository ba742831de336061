/** The commands about the keys with which programs use a server. */
@NullMarked
package dev.praetor.cli.key;

import org.jspecify.annotations.NullMarked;
