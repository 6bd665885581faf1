package dev.recur.systemtests.simulation;

import dev.recur.notifier.queue.Schedule;
import dev.recur.schemas.avro.Endpoint;
import dev.recur.schemas.avro.EndpointOrdering;
import dev.recur.schemas.avro.EndpointSchedule;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.id.EndpointLane;
import java.time.Instant;
import java.util.List;

/** The merchants, who are the same in every run. */
final class Parties {

  /** Is told at the URL that each subscription names. */
  static final String BY_URL = "MERCHANT_1";

  /** Is told at two endpoints of its own. */
  static final String BY_ENDPOINTS = "MERCHANT_2";

  /** Where buyers are written to. */
  static final String MAIL = EndpointLane.MAIL;

  static final String URL = "https://shop.example/hooks";
  private static final String BOOKS = "https://books.example/hooks";
  private static final String STOCK = "https://stock.example/hooks";

  private Parties() {}

  static List<String> urls() {
    return List.of(URL, BOOKS, STOCK, MAIL);
  }

  static List<String> urlsOf(String clientId) {
    return clientId.equals(BY_URL) ? List.of(URL) : List.of(BOOKS, STOCK);
  }

  /** The lane of the letters to a merchant's buyers. */
  static String laneOfLetters(String clientId) {
    return EndpointLane.ofMail(clientId).text();
  }

  static Schedule scheduleOf(String url) {
    return url.equals(BOOKS) || url.equals(MAIL) ? Schedule.DAYS_3 : Schedule.ANTOM;
  }

  /** True where nothing is told before all that came earlier was acknowledged. */
  static boolean isStrict(String url) {
    return url.equals(STOCK);
  }

  /** The merchant that has endpoints, as topic merchants has it. */
  static Merchant byEndpoints() {
    return Merchant.newBuilder()
        .setClientId(BY_ENDPOINTS)
        .setName("Shop")
        .setSandbox(false)
        .setKeys(List.of())
        .setPlatformKeys(List.of())
        .setEndpoints(
            List.of(
                endpoint("E" + "a".repeat(24), BOOKS).setSchedule(EndpointSchedule.DAYS_3).build(),
                endpoint("E" + "b".repeat(24), STOCK).setOrdering(EndpointOrdering.STRICT).build()))
        .setPolicies(Policies.newBuilder().build())
        .setCreatedAt(Instant.EPOCH)
        .build();
  }

  private static Endpoint.Builder endpoint(String endpointId, String url) {
    return Endpoint.newBuilder()
        .setEndpointId(endpointId)
        .setUrl(url)
        .setSignatures(List.of())
        .setSecrets(List.of())
        .setCreatedAt(Instant.EPOCH);
  }
}
