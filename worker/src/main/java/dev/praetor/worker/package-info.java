/**
 * A worker: it looks which packages of registered flows are needed, and keeps a runner, a process
 * with the code of one package, for each. Code of authors runs in runners only. What a runner does
 * with runs is the embedded engine's work, and nothing here reads or writes runs.
 */
@NullMarked
package dev.praetor.worker;

import org.jspecify.annotations.NullMarked;
