package dev.praetor.server.access;

/**
 * The ways in which the sender of a request proves who it is. The answer of an identity provider
 * (OIDC) would be a further one, and begin a session as a password does.
 */
public sealed interface Credentials {
  /** Nothing. */
  record None() implements Credentials {}

  /**
   * The key of a program.
   *
   * @param text the key as it was sent
   */
  record Key(String text) implements Credentials {
    @Override
    public String toString() {
      return "Key[***]";
    }
  }

  /**
   * The session of a person, which a browser sends by itself: the request may have been made by
   * another page.
   *
   * @param token the content of the cookie
   */
  record Session(String token) implements Credentials {
    @Override
    public String toString() {
      return "Session[***]";
    }
  }

  /** The name and the password of a person, which begin a session. */
  record Password(String name, String password) implements Credentials {
    @Override
    public String toString() {
      return "Password[name=" + name + "]";
    }
  }

  /** The token of a link, with which a person sets a password, once. */
  record Link(String token) implements Credentials {
    @Override
    public String toString() {
      return "Link[***]";
    }
  }
}
