/** The commands about the audit log: its rows, and the verification of their chain. */
@NullMarked
package dev.praetor.cli.audit;

import org.jspecify.annotations.NullMarked;
