/** Tests that use the installed libraries as a project of their own does. */
@NullMarked
package dev.praetor.consumer;

import org.jspecify.annotations.NullMarked;
