package dev.praetor.store.model;

/**
 * A value of some size, which is not in its row.
 *
 * @param hash the SHA-256 of its bytes, in hexadecimal
 * @param size how many bytes of JSON it has
 */
public record BlobRef(String hash, long size) {}
