package dev.recur.schemas.webhook;

import java.net.InetAddress;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Addresses that stand in a URL itself. Programs differ in what they make of {@code 127.1}, {@code
 * 2130706433} or {@code 0177.0.0.1}; what could be read in two ways is not read at all.
 */
final class Literals {

  private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
  private static final Pattern IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

  /** What browsers take for a number (WHATWG URL, ends-in-a-number checker). */
  private static final Pattern ENDS_IN_NUMBER = Pattern.compile("(.*\\.)?(\\d+|0x[0-9a-f]*)\\.?");

  private Literals() {}

  /** Whether a host is an address somehow, and not in the one way that everybody reads alike. */
  static boolean isAmbiguous(String host) {
    return host.indexOf(':') < 0
        && ENDS_IN_NUMBER.matcher(host.toLowerCase(Locale.ROOT)).matches()
        && !IPV4.matcher(host).matches();
  }

  /** The address that a text is; null for any other text. No name is looked up. */
  static @Nullable InetAddress parse(String text) {
    if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
      return null;
    }
    try {
      return InetAddress.ofLiteral(text);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
