package dev.praetor.cli.user;

import dev.praetor.client.model.KeyInfo;

/** A role that a user may have; the role worker is for keys of workers only. */
enum UserRole {
  VIEWER,
  OPERATOR,
  AUTHOR,
  ADMINISTRATOR;

  KeyInfo.Role role() {
    return KeyInfo.Role.valueOf(name());
  }
}
