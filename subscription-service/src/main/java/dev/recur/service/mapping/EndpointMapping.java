package dev.recur.service.mapping;

import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointOrdering;
import dev.recur.schemas.avro.EndpointSchedule;
import dev.recur.schemas.avro.EndpointSecret;
import dev.recur.schemas.avro.EndpointSignature;
import dev.recur.service.read.MerchantEndpoint;
import dev.recur.service.terms.EndpointSettings;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Merchants' endpoints. */
final class EndpointMapping {

  private EndpointMapping() {}

  /** An endpoint as the service knows it. */
  static MerchantEndpoint of(Endpoint endpoint) {
    return new MerchantEndpoint(
        endpoint.getEndpointId(),
        new EndpointSettings(
            endpoint.getUrl(),
            endpoint.getEventTypes(),
            endpoint.getAlsoOverridden(),
            switch (endpoint.getOrdering()) {
              case BEST_EFFORT -> EndpointSettings.Ordering.BEST_EFFORT;
              case STRICT -> EndpointSettings.Ordering.STRICT;
            },
            switch (endpoint.getSchedule()) {
              case ANTOM -> EndpointSettings.Schedule.ANTOM;
              case DAYS_3 -> EndpointSettings.Schedule.DAYS_3;
              case DAYS_30 -> EndpointSettings.Schedule.DAYS_30;
            },
            endpoint.getSignatures().stream().flatMap(EndpointMapping::known).toList(),
            endpoint.getRatePerSecond(),
            endpoint.getShards()),
        endpoint.getSecrets().stream().map(EndpointMapping::of).toList(),
        endpoint.getCreatedAt());
  }

  /** One that a later release made is not known here, and the others still sign. */
  private static Stream<EndpointSettings.Signature> known(EndpointSignature signature) {
    return switch (signature) {
      case ANTOM -> Stream.of(EndpointSettings.Signature.ANTOM);
      case STANDARD_V1 -> Stream.of(EndpointSettings.Signature.STANDARD_V1);
      case STANDARD_V1A -> Stream.of(EndpointSettings.Signature.STANDARD_V1A);
      case UNKNOWN -> Stream.empty();
    };
  }

  private static MerchantEndpoint.Secret of(EndpointSecret secret) {
    return new MerchantEndpoint.Secret(
        secret.getVersion(),
        secret.getSealedHmacKey(),
        secret.getSealedEd25519Key(),
        secret.getEd25519PublicKey(),
        secret.getCreatedAt(),
        time(secret.getExpiresAtMs()));
  }

  /** An endpoint as the topic has it. */
  static Endpoint of(MerchantEndpoint endpoint) {
    EndpointSettings settings = endpoint.settings();
    return Endpoint.newBuilder()
        .setEndpointId(endpoint.endpointId())
        .setUrl(settings.url())
        .setEventTypes(settings.eventTypes())
        .setAlsoOverridden(settings.alsoOverridden())
        .setOrdering(
            switch (settings.ordering()) {
              case BEST_EFFORT -> EndpointOrdering.BEST_EFFORT;
              case STRICT -> EndpointOrdering.STRICT;
            })
        .setSchedule(
            switch (settings.schedule()) {
              case ANTOM -> EndpointSchedule.ANTOM;
              case DAYS_3 -> EndpointSchedule.DAYS_3;
              case DAYS_30 -> EndpointSchedule.DAYS_30;
            })
        .setSignatures(settings.signatures().stream().map(EndpointMapping::of).toList())
        .setRatePerSecond(settings.ratePerSecond())
        .setShards(settings.shards())
        .setSecrets(endpoint.secrets().stream().map(EndpointMapping::of).toList())
        .setCreatedAt(endpoint.createdAt())
        .build();
  }

  private static EndpointSignature of(EndpointSettings.Signature signature) {
    return switch (signature) {
      case ANTOM -> EndpointSignature.ANTOM;
      case STANDARD_V1 -> EndpointSignature.STANDARD_V1;
      case STANDARD_V1A -> EndpointSignature.STANDARD_V1A;
    };
  }

  private static EndpointSecret of(MerchantEndpoint.Secret secret) {
    return new EndpointSecret(
        secret.version(),
        secret.sealedHmacKey(),
        secret.sealedEd25519Key(),
        secret.ed25519PublicKey(),
        secret.createdAt(),
        millis(secret.expiresAt()));
  }

  /** The list with one endpoint put in its place, or at the end. */
  static List<Endpoint> put(List<Endpoint> all, MerchantEndpoint endpoint) {
    Endpoint record = of(endpoint);
    boolean there = all.stream().anyMatch(one -> one.getEndpointId().equals(endpoint.endpointId()));
    return there
        ? all.stream()
            .map(one -> one.getEndpointId().equals(endpoint.endpointId()) ? record : one)
            .toList()
        : Stream.concat(all.stream(), Stream.of(record)).toList();
  }

  /** The list without one endpoint. */
  static List<Endpoint> remove(List<Endpoint> all, String endpointId) {
    return all.stream().filter(one -> !one.getEndpointId().equals(endpointId)).toList();
  }

  static @Nullable Instant time(@Nullable Long millis) {
    return millis == null ? null : Instant.ofEpochMilli(millis);
  }

  static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
