package dev.recur.service.terms;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a merchant wants of one of its endpoints.
 *
 * @param url where it is posted to
 * @param eventTypes event types that are told, or what stands before their dot; empty: all
 * @param alsoOverridden true when it is told also of what goes to a URL that a subscription names
 * @param signatures how its webhooks are signed; never empty
 * @param ratePerSecond most attempts per second; absent: no limit of its own
 * @param shards how many owners share its deliveries, from 1
 */
public record EndpointSettings(
    String url,
    List<String> eventTypes,
    boolean alsoOverridden,
    Ordering ordering,
    Schedule schedule,
    List<Signature> signatures,
    @Nullable Integer ratePerSecond,
    int shards) {

  public EndpointSettings {
    eventTypes = List.copyOf(eventTypes);
    signatures = List.copyOf(signatures);
  }

  /** In which order it is told of one subscription's events. */
  public enum Ordering {
    /** Retries may come after later events. */
    BEST_EFFORT,
    /** Later events of that subscription wait for them. */
    STRICT
  }

  /** When a delivery that was not acknowledged is tried again. */
  public enum Schedule {
    ANTOM,
    DAYS_3,
    DAYS_30
  }

  /** How a webhook is signed. */
  public enum Signature {
    /** RSA256 with the platform's key, as on every answer. */
    ANTOM,
    /** HMAC-SHA256 (Standard Webhooks 1.0.0, v1). */
    STANDARD_V1,
    /** Ed25519 (Standard Webhooks 1.0.0, v1a). */
    STANDARD_V1A
  }
}
