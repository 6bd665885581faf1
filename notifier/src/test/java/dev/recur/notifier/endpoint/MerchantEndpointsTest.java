package dev.recur.notifier.endpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.notifier.queue.Ordering;
import dev.recur.notifier.queue.Schedule;
import dev.recur.schemas.avro.EndpointOrdering;
import dev.recur.schemas.avro.EndpointSchedule;
import dev.recur.schemas.avro.Merchant;
import dev.recur.schemas.avro.Policies;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.serde.UndecodableRecordException;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What topic merchants says of endpoints. */
class MerchantEndpointsTest {

  private static final Instant AT = Instant.parse("2026-11-21T10:00:00Z");

  private final MerchantEndpoints endpoints = new MerchantEndpoints();

  @Test
  void endpoint_shouldBeAsTheMerchantSetIt() {
    has(
        endpoint("E1")
            .setEventTypes(List.of("notifyPayment"))
            .setAlsoOverridden(true)
            .setOrdering(EndpointOrdering.STRICT)
            .setSchedule(EndpointSchedule.DAYS_3)
            .setRatePerSecond(50)
            .setShards(4)
            .build());

    assertThat(Endpoint.find(endpoints.of("M"), "E1"))
        .contains(
            new Endpoint(
                "E1",
                "https://e.example/hooks",
                List.of("notifyPayment"),
                true,
                Ordering.STRICT,
                Schedule.DAYS_3,
                OptionalInt.of(50),
                4));
  }

  @Test
  void endpointThatSetsNothing_shouldBeToldEverything_asAntomDoes() {
    has(endpoint("E1").build());

    Endpoint endpoint = endpoints.of("M").getFirst();
    assertThat(endpoint.wants("notifyRefund.FAIL", false)).isTrue();
    assertThat(endpoint.wants("notifyRefund.FAIL", true)).isFalse();
    assertThat(endpoint.ordering()).isEqualTo(Ordering.BEST_EFFORT);
    assertThat(endpoint.schedule()).isEqualTo(Schedule.ANTOM);
    assertThat(endpoint.ratePerSecond()).isEmpty();
    assertThat(endpoint.shards()).isOne();
  }

  @Test
  void settingsThatMakeNoSense_shouldNotStopAnything() {
    has(endpoint("E1").setRatePerSecond(0).setShards(0).build());

    assertThat(endpoints.of("M").getFirst().ratePerSecond()).isEmpty();
    assertThat(endpoints.of("M").getFirst().shards()).isOne();
  }

  @Test
  void endpointThatIsGone_shouldBeKnownNoMore() {
    has(endpoint("E1").build(), endpoint("E2").build());
    has(endpoint("E2").build());
    assertThat(endpoints.of("M")).extracting(Endpoint::endpointId).containsExactly("E2");

    endpoints.onRecord(record(null));
    assertThat(endpoints.of("M")).isEmpty();
  }

  @Test
  void endpointThatIsStrictNoMore_shouldBeCounted_orGone() {
    dev.recur.schemas.avro.Endpoint strict =
        endpoint("E1").setOrdering(EndpointOrdering.STRICT).build();
    has(strict, endpoint("E2").build());
    has(strict);
    assertThat(endpoints.loosened()).isZero();

    has(endpoint("E1").build());
    assertThat(endpoints.loosened()).isOne();
    has(strict);
    has();
    assertThat(endpoints.loosened()).isEqualTo(2);
  }

  @Test
  void recordUnderAnothersKey_shouldBeUnusable_andTakeNobodysPlace() {
    has(endpoint("E1").build());
    TopicRecord<Merchant> others =
        record(Merchant.newBuilder(merchant()).setClientId("OTHER").build());

    assertThatThrownBy(() -> endpoints.onRecord(others))
        .isInstanceOf(UndecodableRecordException.class);
    assertThat(endpoints.of("M")).hasSize(1);
  }

  private void has(dev.recur.schemas.avro.Endpoint... now) {
    endpoints.onRecord(record(merchant(now)));
  }

  private static Merchant merchant(dev.recur.schemas.avro.Endpoint... now) {
    return Merchant.newBuilder()
        .setClientId("M")
        .setName("Shop")
        .setSandbox(true)
        .setKeys(List.of())
        .setPlatformKeys(List.of())
        .setPolicies(Policies.newBuilder().build())
        .setEndpoints(List.of(now))
        .setCreatedAt(AT)
        .build();
  }

  private static TopicRecord<Merchant> record(@Nullable Merchant merchant) {
    return new TopicRecord<>("M", merchant, 0, 0, 0, new RecordHeaders());
  }

  private static dev.recur.schemas.avro.Endpoint.Builder endpoint(String id) {
    return dev.recur.schemas.avro.Endpoint.newBuilder()
        .setEndpointId(id)
        .setUrl("https://e.example/hooks")
        .setCreatedAt(AT);
  }
}
