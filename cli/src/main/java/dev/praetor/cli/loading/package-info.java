/** The loading of flows from source files, jars and classes, and their parameters. */
@NullMarked
package dev.praetor.cli.loading;

import org.jspecify.annotations.NullMarked;
