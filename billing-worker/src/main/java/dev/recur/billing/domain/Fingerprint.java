package dev.recur.billing.domain;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a request asks for, in few bytes: the same content makes the same one, other another. */
final class Fingerprint {
  private static final int HASH_DIGITS = 32;

  private Fingerprint() {}

  /** Of values whose text says all there is to them, in this order. */
  static String of(Object... parts) {
    String text = Arrays.stream(parts).map(Fingerprint::text).collect(Collectors.joining("\n"));
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return HexFormat.of().formatHex(hash).substring(0, HASH_DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java platform has SHA-256.", e);
    }
  }

  /** Said here and not left to {@code toString}: a name may change, the fingerprint may not. */
  private static String text(Object part) {
    return switch (part) {
      case Optional<?> optional -> optional.map(Fingerprint::text).orElse("");
      case List<?> list -> list.stream().map(Fingerprint::text).collect(Collectors.joining(","));
      case Money money -> money.amountMinor() + " " + money.currency();
      case PeriodRule rule -> rule.count() + " " + rule.unit().name();
      case Trial trial -> trial.startPeriod() + "-" + trial.endPeriod() + " " + text(trial.price());
      case PaymentMethod method -> method.type() + " " + text(method.id());
      case UpdateRequest.Difference difference ->
          (difference.pay() ? "pay " : "refund ") + text(difference.amount());
      case ClockId.Test clock -> clock.id();
      case ClockId.Live _ -> "";
      default -> part.toString();
    };
  }
}
