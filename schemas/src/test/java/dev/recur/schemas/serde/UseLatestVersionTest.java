package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** {@code use.latest.version}: what is written obeys the subject's latest version. */
class UseLatestVersionTest {

  private static final String OWN = ChargeResult.getClassSchema().toString();

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs =
      RecordCodecs.from(Samples.config(registry.url(), SerdeConfig.USE_LATEST_VERSION, true));
  private final RecordCodec<ChargeResult> codec = codecs.of(Topics.CHARGE_RESULTS);

  @AfterEach
  void close() {
    codecs.close();
    registry.close();
  }

  private static int id(byte[] record) {
    return ByteBuffer.wrap(record).getInt(1);
  }

  @Test
  void latestDiffersInWordsOnly_shouldBeWrittenAsItIs() {
    int latest =
        registry.put(Samples.RESULTS_SUBJECT, OWN.replace("What was asked.", "What was wanted."));
    byte[] record = codec.encode(Samples.chargeResult());
    assertThat(id(record)).isEqualTo(latest);
    assertThat(codec.decode(record)).isEqualTo(Samples.chargeResult());
  }

  @Test
  void latestHasAFieldMoreInFront_shouldBeFilledByNameAndDefault() throws Exception {
    registry.put(Samples.RESULTS_SUBJECT, OWN);
    int latest =
        registry.put(
            Samples.RESULTS_SUBJECT,
            Samples.chargeResultWithFirst(
                "{\"name\":\"risk\",\"type\":\"string\",\"default\":\"low\"}"));
    byte[] record = codec.encode(Samples.chargeResult());
    assertThat(id(record)).isEqualTo(latest);
    assertThat(codec.decode(record)).isEqualTo(Samples.chargeResult());
    assertThat(new GenuineCoder(registry.url(), Samples.RESULTS_SUBJECT).read(record).value())
        .asString()
        .startsWith("{\"risk\": \"low\", \"key\": \"SabcPdef/1\", \"subscriptionId\": \"Sabc\"");
  }

  @Test
  void latestCannotReadOurs_shouldBeRefusedBeforeAnythingIsWritten() {
    registry.put(
        Samples.RESULTS_SUBJECT,
        Samples.chargeResultWithFirst("{\"name\":\"risk\",\"type\":\"string\"}"));
    assertThatThrownBy(() -> codec.encode(Samples.chargeResult()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("Version 1 of charge.results-value cannot read");
  }

  @Test
  void registering_shouldGoBeforeTheLatestVersion() {
    registry.put(Samples.RESULTS_SUBJECT, "\"string\"");
    Map<String, Object> config =
        Samples.config(registry.url(), SerdeConfig.USE_LATEST_VERSION, true);
    config.put(SerdeConfig.AUTO_REGISTER, true);
    try (RecordCodecs registering = RecordCodecs.from(config)) {
      assertThat(id(registering.of(Topics.CHARGE_RESULTS).encode(Samples.chargeResult())))
          .isEqualTo(2);
    }
  }
}
