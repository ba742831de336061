package dev.praetor.client.model;

import java.time.Instant;

/**
 * The package of a registered version. Immutable.
 *
 * @param sha256 the hash that identifies it
 * @param size the length of its files together, in bytes
 * @param kind JARS, SOURCES, or SERVED if applications have the code
 * @param release the JDK release that its classes need; 0 if it has no classes
 * @param created the time at which it was registered first
 */
public record PackageInfo(String sha256, long size, String kind, int release, Instant created) {
  static final String FIELDS = "{ sha256 size kind release created }";

  static PackageInfo of(Json json) {
    return new PackageInfo(
        json.text("sha256"),
        json.large("size"),
        json.text("kind"),
        json.number("release"),
        json.time("created"));
  }
}
