package dev.recur.service.admin;

import dev.recur.schemas.signature.Keys;
import dev.recur.service.input.Fields;
import dev.recur.service.read.MerchantChange;
import dev.recur.service.read.MerchantProfile;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.security.KeyPair;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/** Replaces what the platform signs with towards a merchant. */
@Controller(value = "/admin/merchants/{clientId}/keys", port = "${recur.admin.port}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class PlatformKeyController {

  /** Most keys that are published at once. */
  private static final int KEYS_MAX = 5;

  private final MerchantRecords records;
  private final InstantSource clock;

  PlatformKeyController(MerchantRecords records, InstantSource clock) {
    this.records = records;
    this.clock = clock;
  }

  /** What signs from now on. */
  @Serdeable
  record Rotated(String clientId, String platformPublicKey, int keyVersion) {}

  /**
   * Signs with a new key from now on. The earlier public keys stay published until their overlap
   * ends, for what was signed before.
   */
  @Post(value = "/rotate", consumes = MediaType.ALL)
  Rotated rotate(String clientId, HttpRequest<byte[]> request) {
    Fields body = Queries.bodyOrNothing(request, Rotation.NAMES);
    Rotation rotation = Rotation.read(body);
    KeyPair next = Keys.generate();
    MerchantProfile after =
        records.change(
            clientId,
            before -> {
              if (before == null) {
                throw UnknownException.merchant();
              }
              int latest = before.signer().keyVersion();
              if (!rotation.isAskedOf(latest)) {
                return Optional.empty();
              }
              Instant now = clock.instant();
              long published =
                  before.publishedKeys().stream().filter(key -> key.isPublishedAt(now)).count();
              if (published >= KEYS_MAX && !rotation.overlap().isZero()) {
                throw new ConflictException(
                    "%d keys are published already: wait until one's time is over."
                        .formatted(published));
              }
              return Optional.of(
                  new MerchantChange.AddPlatformKey(
                      latest + 1, next, now, now.plus(rotation.overlap())));
            });
    if (after == null) {
      throw UnknownException.merchant();
    }
    return new Rotated(clientId, after.signer().publicKey(), after.signer().keyVersion());
  }
}
