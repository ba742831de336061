/**
 * The key with which an administrator proves who they are. Roles, users and keys of other people do
 * not exist yet; they get packages of their own.
 */
@NullMarked
package dev.praetor.server.key;

import org.jspecify.annotations.NullMarked;
