package dev.praetor.engine.codec;

/** The purpose of the codecs of a factory. */
enum Purpose {
  /** Values are written, and read as equal values. */
  CARRY,

  /**
   * Values are only written, to be compared by their texts; classes without a way to make a value
   * of its parts are accepted.
   */
  COMPARE,

  /**
   * Values are only copied, such that a copy fits wherever the value does: a part of a class that
   * no copy has is shared.
   */
  LEND
}
