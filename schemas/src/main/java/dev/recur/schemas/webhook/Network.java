package dev.recur.schemas.webhook;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/** A network: every address whose first so many bits are the same. */
public final class Network {

  private final byte[] first;
  private final int bits;

  private Network(byte[] first, int bits) {
    this.first = first;
    this.bits = bits;
  }

  /**
   * Reads a network, for example {@code 10.0.0.0/8} or {@code ::1/128}; without a slash it is one
   * address.
   *
   * @throws IllegalArgumentException when it is none; the message says what to write
   */
  public static Network parse(String text) {
    int slash = text.indexOf('/');
    InetAddress address = Literals.parse(slash < 0 ? text : text.substring(0, slash));
    int most = address == null ? 0 : address.getAddress().length * Byte.SIZE;
    int bits = slash < 0 ? most : number(text.substring(slash + 1));
    if (address == null || bits < 0 || bits > most) {
      throw new IllegalArgumentException(
          "'" + text + "' is no network: write one like 10.0.0.0/8, ::1/128 or 192.0.2.7.");
    }
    return new Network(address.getAddress(), bits);
  }

  /**
   * Reads networks as settings have them; an environment variable without a value is an empty text.
   *
   * @throws IllegalArgumentException when one is none; the message says what to write
   */
  public static List<Network> parseAll(List<String> texts) {
    return texts.stream()
        .map(String::strip)
        .filter(text -> !text.isEmpty())
        .map(Network::parse)
        .toList();
  }

  private static int number(String digits) {
    return digits.matches("\\d{1,3}") ? Integer.parseInt(digits) : -1;
  }

  /** Whether the address lies in it. */
  public boolean contains(InetAddress address) {
    byte[] bytes = address.getAddress();
    int whole = bits / Byte.SIZE;
    if (bytes.length != first.length || !Arrays.equals(bytes, 0, whole, first, 0, whole)) {
      return false;
    }
    int rest = bits % Byte.SIZE;
    return rest == 0 || ((bytes[whole] ^ first[whole]) & 0xff) >> (Byte.SIZE - rest) == 0;
  }
}
