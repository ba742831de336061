/**
 * Measures a server as people use it: the program itself with its workers and runners as processes
 * of their own, on both databases. Each figure is printed with its goal and with a floor that was
 * measured in turns with it. What a server asks of its store, such as the pages of its lists, is
 * measured in the package above.
 */
@NullMarked
package dev.praetor.bench.server;

import org.jspecify.annotations.NullMarked;
