package dev.recur.notifier.notice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recur.notifier.endpoint.Endpoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * Whatever a ledger says, in whatever order: it is taken up, each payment is told as one of its own
 * period, and each endpoint can see from {@code previousSequence} that it missed nothing.
 */
class AnyLedgerPropertyTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @Provide
  Arbitrary<List<LedgerEvent>> ledgers() {
    return Happenings.ledgers();
  }

  @Provide
  Arbitrary<List<Endpoint>> endpoints() {
    Arbitrary<List<String>> filters =
        Arbitraries.of(
            List.of(), List.of("notifyPayment"), List.of("notifySubscription.CREATE", "endpoint"));
    return Combinators.combine(filters, Arbitraries.of(true, false), Arbitraries.of(1, 3))
        .as(AnEndpoint::of)
        .list()
        .ofMaxSize(4)
        .map(AnEndpoint::named);
  }

  @Property(tries = 500)
  void anyLedger_shouldBeTaken_andChainPerEndpoint(
      @ForAll("ledgers") List<LedgerEvent> ledger, @ForAll("endpoints") List<Endpoint> endpoints)
      throws JsonProcessingException {
    Map<String, Long> told = new HashMap<>();
    Set<String> deliveries = new HashSet<>();
    Optional<Context> known = Optional.empty();
    for (LedgerEvent event : ledger) {
      Step.Taken taken = (Step.Taken) FanOut.take(known, event, endpoints, Optional.empty());
      known = Optional.of(taken.context());
      boolean named = taken.tellings().stream().anyMatch(it -> it.endpointId().isEmpty());
      for (Telling telling : taken.tellings()) {
        String target = telling.lane().target();
        assertThat(telling.previousSequence()).isEqualTo(told.getOrDefault(target, 0L));
        assertThat(deliveries.add(telling.deliveryId())).isTrue();
        check(telling, event);
        told.put(target, event.sequence());
        telling
            .endpointId()
            .ifPresent(id -> assertThat(wants(endpoints, id, telling, named)).isTrue());
      }
      assertThat(FanOut.take(known, event, endpoints, Optional.empty()))
          .isEqualTo(new Step.Repeated());
    }
  }

  @Property(tries = 500)
  void whatConcernsNobody_mayBeLeftOut(
      @ForAll("ledgers") List<LedgerEvent> ledger, @ForAll("endpoints") List<Endpoint> endpoints) {
    assertThat(told(ledger.stream().filter(FanOut::concerns).toList(), endpoints))
        .isEqualTo(told(ledger, endpoints));
  }

  private static List<Telling> told(List<LedgerEvent> ledger, List<Endpoint> endpoints) {
    List<Telling> told = new ArrayList<>();
    Optional<Context> known = Optional.empty();
    for (LedgerEvent event : ledger) {
      Step.Taken taken = (Step.Taken) FanOut.take(known, event, endpoints, Optional.empty());
      known = Optional.of(taken.context());
      told.addAll(taken.tellings());
    }
    return told;
  }

  private static boolean wants(
      List<Endpoint> endpoints, String endpointId, Telling telling, boolean named) {
    return endpoints.stream()
        .filter(endpoint -> endpoint.endpointId().equals(endpointId))
        .allMatch(endpoint -> endpoint.wants(telling.eventType(), named));
  }

  private static void check(Telling telling, LedgerEvent event) throws JsonProcessingException {
    JsonNode body = JSON.readTree(telling.body());
    assertThat(body.path("subscriptionId").asText()).isEqualTo(event.subscriptionId());
    assertThat(body.path("sequence").asLong()).isEqualTo(event.sequence());
    assertThat(body.path("previousSequence").asLong()).isEqualTo(telling.previousSequence());
    switch (telling.notification()) {
      case "notifySubscription" -> {
        assertThat(body.path("subscriptionStatus").asText()).isIn("ACTIVE", "TERMINATED");
        assertThat(Optional.ofNullable(body.get("lifecycleStatus")).map(JsonNode::asText))
            .isEqualTo(event.status().map(LifecycleStatus::wire));
        assertThat(body.path("subscriptionEndTime").asText()).isNotEmpty();
      }
      case "notifyPayment" -> {
        assertThat(body.path("phaseNo").asText())
            .isEqualTo(Integer.toString(payment(event.what()).period()));
        assertThat(body.has("paymentTime"))
            .isEqualTo(body.path("result").path("resultStatus").asText().equals("S"));
      }
      case "notifyRefund" ->
          assertThat(body.has("refundTime"))
              .isEqualTo(body.path("refundStatus").asText().equals("SUCCESS"));
      default -> throw new AssertionError(telling.notification());
    }
  }

  private static Payment payment(Happening told) {
    return switch (told) {
      case Happening.PeriodWaived waived -> waived.payment();
      case Happening.ChargeSucceeded succeeded -> succeeded.payment();
      case Happening.PaymentFailed failed -> failed.payment();
      default -> throw new AssertionError(told);
    };
  }
}
