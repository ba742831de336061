package dev.praetor.store.model;

import dev.praetor.engine.packaging.FlowPackage;
import java.time.Instant;

/**
 * A package in the store.
 *
 * @param sha256 the hash that identifies it, in lower-case hexadecimal
 * @param size the length of its files together, in bytes
 * @param kind the kind of code that it was made from
 * @param release the JDK release that its classes need; 0 if it has no classes
 * @param created the time at which it was registered first in the project
 */
public record PackageRef(
    String sha256, long size, FlowPackage.Kind kind, int release, Instant created) {}
