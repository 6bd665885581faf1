package dev.recur.schemas.fuzz;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Values at which readers stumble: ends of ranges, other alphabets, what looks like another type.
 */
final class Hostile {

  private static final List<String> TEXTS =
      List.of(
          "",
          " ",
          "\u0000",
          "\n",
          "\r\n\r\n",
          "\u00e4\u20ac\ud83d\ude00",
          "\u202e\u200d\ufeff",
          "\u0661\u0662\u0663",
          "\uff11\uff12",
          "%",
          "%zz",
          "%s%n",
          "${jndi:x}",
          "<b>\"'&",
          "../../etc",
          "null",
          "true",
          "NaN",
          "-1",
          "1e999",
          "0x10",
          "00",
          "1.5",
          "99999999999999999999",
          "-9223372036854775808",
          "9223372036854775807",
          "2147483648",
          "XXX",
          "usd",
          "JPY",
          "-",
          "--",
          "+99:99",
          "Z",
          "Mars/Olympus",
          "America/New_York",
          "0000-01-01T00:00:00Z",
          "2026-02-30T00:00:00Z",
          "9999-12-31T23:59:59+18:00",
          "+1000000000-01-01T00:00:00Z",
          "https://",
          "https://[::1",
          "http://user@host:99999/",
          "https://\u00fc.example/\u0000",
          "4242424242424242");

  private static final long[] NUMBERS = {
    0,
    1,
    -1,
    2,
    7,
    31,
    255,
    366,
    1000,
    3661,
    65_536,
    1_000_001,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    1L << 32,
    253_402_300_800_000L, // the year 10000
    -62_167_219_200_001L, // before the year 0
    31_556_889_864_403_199L,
    Long.MAX_VALUE / 1000,
    Long.MAX_VALUE - 1,
    Long.MAX_VALUE,
    Long.MIN_VALUE + 1,
    Long.MIN_VALUE
  };

  private Hostile() {}

  static String text(RandomGenerator random) {
    String text = TEXTS.get(random.nextInt(TEXTS.size()));
    return random.nextInt(20) == 0 ? text.repeat(1 + random.nextInt(3_000)) : text;
  }

  static long number(RandomGenerator random) {
    return random.nextInt(8) == 0
        ? random.nextLong() >> random.nextInt(64)
        : NUMBERS[random.nextInt(NUMBERS.length)];
  }
}
