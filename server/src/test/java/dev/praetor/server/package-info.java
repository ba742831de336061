@NullMarked
package dev.praetor.server;

import org.jspecify.annotations.NullMarked;
