package dev.recur.notifier.notice;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lane of a URL: merchant, scheme, host and port. Deliveries of one lane share a partition, an
 * order and a limit, and lanes stay countable however many URLs a merchant names.
 */
final class Lane {

  /** Scheme, perhaps user info, host (a bracketed IPv6 address too), perhaps a port, the rest. */
  private static final Pattern URL =
      Pattern.compile(
          "(https?)://(?:[^/?#@]*@)?(\\[[0-9a-f:.]+]|[^/?#:@\\[\\]]+)(?::(\\d{1,5}))?(?:[/?#].*)?",
          Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

  private Lane() {}

  /**
   * The lane of a URL. One that cannot be read has a lane too: its deliveries fail and are seen,
   * and hold up nobody else's.
   */
  static String of(String clientId, String url) {
    Matcher matcher = URL.matcher(url.strip());
    if (!matcher.matches()) {
      return clientId + " unreadable";
    }
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    String host = matcher.group(2).toLowerCase(Locale.ROOT);
    String port = matcher.group(3);
    if (port == null) {
      port = scheme.equals("https") ? "443" : "80";
    }
    return clientId + " " + scheme + "://" + host + ":" + port;
  }
}
