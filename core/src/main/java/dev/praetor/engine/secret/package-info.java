/**
 * The masking of secrets in texts, failures and log lines. Internal. Where the values come from is
 * a {@link dev.praetor.spi.SecretProvider}.
 */
@NullMarked
package dev.praetor.engine.secret;

import org.jspecify.annotations.NullMarked;
