/**
 * The masking of secrets in texts, failures and log lines. Internal. The values of secrets come
 * from a {@link dev.praetor.spi.SecretProvider}.
 */
@NullMarked
package dev.praetor.engine.secret;

import org.jspecify.annotations.NullMarked;
