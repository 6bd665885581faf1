package dev.recur.service.admin;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** Lets in who has the operators' token. */
@ServerFilter({"/admin/**", "/events/**"})
final class TokenFilter {

  private static final String SCHEME = "Bearer ";

  private final byte[] token;

  TokenFilter(AdminSettings settings) {
    token = settings.token().getBytes(UTF_8);
  }

  @RequestFilter
  @Nullable HttpResponse<?> check(HttpRequest<?> request) {
    String header = request.getHeaders().get(HttpHeaders.AUTHORIZATION);
    if (header != null && header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      byte[] sent = header.substring(SCHEME.length()).strip().getBytes(UTF_8);
      // isEqual takes the same time wherever the two begin to differ.
      if (MessageDigest.isEqual(token, sent)) {
        return null;
      }
    }
    return HttpResponse.unauthorized()
        .header(HttpHeaders.WWW_AUTHENTICATE, "Bearer")
        .body(new Problem("Send Authorization: Bearer and the token of recur.admin.token."));
  }
}
