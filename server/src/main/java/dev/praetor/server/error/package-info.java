/**
 * Errors as the server gives them to its callers: codes, the one form in which they are written,
 * and the translation of exceptions. Nothing about the server's machine, its files or its database
 * leaves the server here. Where an error occurs, and how it is sent, does not belong here.
 */
@NullMarked
package dev.praetor.server.error;

import org.jspecify.annotations.NullMarked;
