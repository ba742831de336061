/**
 * Registered flows with their versions, and the packages with their code: {@code RegisteredFlows}
 * registers, lists and archives flows, {@code PackageFiles} keeps the bytes of packages, and {@code
 * PackageFolder} copies a package into a folder from which a process can run it. No code of a
 * package is ever loaded here.
 */
@NullMarked
package dev.praetor.store.flow;

import org.jspecify.annotations.NullMarked;
