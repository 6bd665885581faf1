package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.ChannelOperation;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.topic.Topics;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs =
      RecordCodecs.from(Map.of(SerdeConfig.REGISTRY_URL, registry.url()));

  @AfterEach
  void close() {
    codecs.close();
    registry.close();
  }

  static ChargeResult result() {
    return ChargeResult.newBuilder()
        .setKey("SabcPdef/1")
        .setSubscriptionId("Sabc")
        .setPaymentId("SabcPdef")
        .setOperation(ChannelOperation.CHARGE)
        .setOutcome(ChargeOutcome.SUCCEEDED)
        .setAnsweredAt(Instant.ofEpochMilli(1_700_000_000_123L))
        .build();
  }

  @Test
  void shouldGiveBackWhatItEncoded() {
    registerAll();
    RecordCodec<ChargeResult> codec = codecs.of(Topics.CHARGE_RESULTS);
    byte[] bytes = codec.encode(result());
    assertThat(bytes).startsWith(0, 0, 0, 0);
    assertThat(codec.decode(bytes)).isEqualTo(result());
  }

  @Test
  void notRegistered_encode_shouldBlameTheDeploymentAndNotTheValue() {
    assertThatThrownBy(() -> codecs.of(Topics.CHARGE_RESULTS).encode(result()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("run the deploy step that registers");
  }

  @Test
  void unknownId_decode_shouldBeUndecodable() {
    assertThatThrownBy(
            () -> codecs.of(Topics.CHARGE_RESULTS).decode(new byte[] {0, 0, 0, 0, 99, 1, 2}))
        .isInstanceOf(UndecodableRecordException.class)
        .hasMessageContaining("99");
  }

  private void registerAll() {
    try (RegistryClient client =
        RegistryClient.from(Map.of(SerdeConfig.REGISTRY_URL, registry.url()))) {
      SchemaRegistration.registerAll(client);
    }
  }
}
