package dev.recur.service;

import dev.recur.schemas.signature.SecretBox;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Property;
import jakarta.inject.Singleton;
import java.util.Base64;

/** What every part needs and nobody owns. */
@Factory
final class Beans {

  @Singleton
  SecretBox secrets(@Property(name = "recur.master-key") String masterKey) {
    try {
      return new SecretBox(Base64.getDecoder().decode(masterKey.strip()));
    } catch (IllegalArgumentException e) {
      throw new IllegalStateException(
          "recur.master-key is no key: give 32 random bytes in Base64, the same to every service"
              + " (openssl rand -base64 32).",
          e);
    }
  }
}
