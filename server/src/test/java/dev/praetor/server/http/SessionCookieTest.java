package dev.praetor.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The cookie of a session. */
class SessionCookieTest {
  private final SessionCookie plain = new SessionCookie(false);
  private final SessionCookie secure = new SessionCookie(true);

  @Test
  void it_is_for_this_server_only_and_for_encryption_only_where_there_is_some() {
    assertThat(plain.set("t"))
        .isEqualTo("praetor=t; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict");
    assertThat(secure.set("t"))
        .isEqualTo("__Host-praetor=t; Path=/; Max-Age=2592000; HttpOnly; SameSite=Strict; Secure");
    assertThat(secure.deleted()).startsWith("__Host-praetor=; Path=/; Max-Age=0;");
  }

  @Test
  void the_token_is_found_among_other_cookies_and_a_second_one_makes_it_worthless() {
    for (String cookies :
        List.of("praetor=t", "a=b; praetor=t", "praetor=t;c=d", "; praetor=t ;")) {
      assertThat(plain.token(cookies)).as(cookies).contains("t");
    }
    assertThat(plain.token("praetor=a=b==")).contains("a=b==");
    for (String cookies :
        List.of("", "praetor", "praetor=", "xpraetor=t", "Praetor=t", "praetor=a; praetor=b")) {
      assertThat(plain.token(cookies)).as(cookies).isEmpty();
    }
    assertThat(secure.token("praetor=t")).isEmpty();
    assertThat(secure.token("__Host-praetor=t; praetor=u")).contains("t");
  }
}
