/**
 * The masking of secrets in what runs write: in texts ({@code Masker}), failures ({@code
 * FailureReader}) and log lines ({@code MaskedLogger}, {@code KnownSecrets}). Internal. The values
 * of secrets come from a {@link dev.praetor.spi.SecretProvider}; the secrets in a store are
 * encrypted there, in {@code store.secret}.
 */
@NullMarked
package dev.praetor.engine.secret;

import org.jspecify.annotations.NullMarked;
