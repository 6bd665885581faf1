package dev.recur.service.gateway;

import dev.recur.schemas.signature.SignatureHeader;
import dev.recur.schemas.signature.WireSignature;
import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.input.Times;
import dev.recur.service.read.MerchantProfile;
import jakarta.inject.Singleton;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Lets in what is signed by the merchant it claims to come from, a short while ago. */
@Singleton
final class SignatureGate {

  /** Digits of a time in milliseconds: until the year 5138. */
  private static final int MILLIS_DIGITS_MAX = 14;

  private final InstantSource clock;
  private final Duration window;

  SignatureGate(InstantSource clock, GatewaySettings settings) {
    this.clock = clock;
    this.window = settings.requestTimeWindow();
  }

  /**
   * Checks a request's signature over its bytes, before anything in them is looked at.
   *
   * @throws Refusal when the request is not the merchant's, or not of now
   */
  void check(RawRequest request, MerchantProfile merchant, byte[] body) {
    String requestTime = checkedTime(request.requestTime());
    SignatureHeader header =
        Optional.ofNullable(request.signature())
            .flatMap(SignatureHeader::parse)
            .orElseThrow(
                () ->
                    invalid(
                        "The header Signature is missing or malformed: send"
                            + " algorithm=RSA256,keyVersion=1,signature=<URL-encoded Base64>."));
    PublicKey key = merchant.key(header.keyVersion());
    if (key == null) {
      throw new Refusal(
          ResultCode.KEY_NOT_FOUND,
          "There is no key of version " + header.keyVersion() + ": sign with one you registered.");
    }
    if (!WireSignature.verify(
        key, header, request.method(), request.target(), merchant.clientId(), requestTime, body)) {
      throw invalid(
          "The signature does not fit: sign method, path, Client-Id, Request-Time and the very bytes"
              + " of the body, with the private key of the registered public key.");
    }
  }

  private String checkedTime(@Nullable String header) {
    Instant time = header == null ? null : instant(header);
    if (header == null || time == null) {
      throw invalid(
          "The header Request-Time is missing or malformed: send milliseconds since 1970 or an ISO"
              + " 8601 time with offset.");
    }
    Duration distance = Duration.between(time, clock.instant()).abs();
    if (distance.compareTo(window) > 0) {
      throw invalid(
          "Request-Time is more than %d s from now: set your clock, and sign each request anew."
              .formatted(window.toSeconds()));
    }
    return header;
  }

  private static @Nullable Instant instant(String header) {
    boolean digits = !header.isEmpty() && header.chars().allMatch(c -> '0' <= c && c <= '9');
    if (digits) {
      return header.length() <= MILLIS_DIGITS_MAX
          ? Instant.ofEpochMilli(Long.parseLong(header))
          : null;
    }
    return Times.parse(header).map(OffsetDateTime::toInstant).orElse(null);
  }

  private static Refusal invalid(String message) {
    return new Refusal(ResultCode.INVALID_SIGNATURE, message);
  }
}
