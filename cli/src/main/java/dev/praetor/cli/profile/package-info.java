/**
 * Commands about profiles: the servers that a person works with, and the keys for them. The rules
 * by which a command finds its server belong into {@code dev.praetor.cli.place}.
 */
@NullMarked
package dev.praetor.cli.profile;

import org.jspecify.annotations.NullMarked;
