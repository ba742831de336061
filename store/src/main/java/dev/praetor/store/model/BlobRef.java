package dev.praetor.store.model;

/**
 * A reference to a large value, which is stored outside its row.
 *
 * @param hash the SHA-256 of the value's bytes, in hexadecimal
 * @param size the number of bytes of the value's JSON
 */
public record BlobRef(String hash, long size) {}
