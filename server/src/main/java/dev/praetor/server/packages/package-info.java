/**
 * The registration of flows over HTTP: the files of their packages come in pieces, each stored
 * once, and the registration names them. Everything is checked as input of strangers, and nothing
 * is registered unless it is whole. The code in the files is never loaded here.
 */
@NullMarked
package dev.praetor.server.packages;

import org.jspecify.annotations.NullMarked;
