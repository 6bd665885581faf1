package dev.recur.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.topic.TopicSpec;
import dev.recur.schemas.topic.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RecordCodecTest {

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs = RecordCodecs.from(Samples.config(registry.url()));

  @AfterEach
  void close() {
    codecs.close();
    registry.close();
  }

  @Test
  void shouldGiveBackWhatItEncoded() {
    Samples.registerAll(registry);
    RecordCodec<ChargeResult> codec = codecs.of(Topics.CHARGE_RESULTS);
    byte[] bytes = codec.encode(Samples.chargeResult());
    assertThat(bytes).startsWith(0, 0, 0, 0);
    assertThat(codec.decode(bytes)).isEqualTo(Samples.chargeResult());
    assertThat(codec.topic()).isEqualTo(Topics.CHARGE_RESULTS);
  }

  /** Whoever encodes first may have no time to wait for an answer. */
  @Test
  void lookedUp_encode_shouldNotAskTheRegistry() {
    Samples.registerAll(registry);
    codecs.lookUp(Topics.CHARGE_RESULTS);
    registry.close();
    assertThat(codecs.of(Topics.CHARGE_RESULTS).encode(Samples.chargeResult()))
        .startsWith(0, 0, 0, 0);
  }

  @Test
  void notRegistered_lookUp_shouldBlameTheDeployment() {
    assertThatThrownBy(() -> codecs.lookUp(Topics.CHARGE_RESULTS))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("run the deploy step that registers");
  }

  @Test
  void notRegistered_encode_shouldBlameTheDeploymentAndNotTheValue() {
    assertThatThrownBy(() -> codecs.of(Topics.CHARGE_RESULTS).encode(Samples.chargeResult()))
        .isInstanceOf(RegistryUnavailableException.class)
        .hasMessageContaining("run the deploy step that registers");
    assertThat(registry.count(request -> request.path().endsWith("/versions"))).isZero();
  }

  @Test
  void manyThreads_shouldShareOneCodecAndAskTheRegistryOnce() throws Exception {
    Samples.registerAll(registry);
    int before = registry.requests().size();
    RecordCodec<ChargeResult> codec = codecs.of(Topics.CHARGE_RESULTS);
    int threads = 16;
    CountDownLatch start = new CountDownLatch(1);
    List<Future<Boolean>> right = new ArrayList<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int thread = 0; thread < threads; thread++) {
        int first = thread * 1_000;
        right.add(
            executor.submit(() -> start.await(5, TimeUnit.SECONDS) && allRight(codec, first)));
      }
      start.countDown();
    }
    for (Future<Boolean> each : right) {
      assertThat(each.get()).isTrue();
    }
    assertThat(registry.requests().size() - before).isEqualTo(2);
  }

  private static boolean allRight(RecordCodec<ChargeResult> codec, int first) {
    for (int seed = first; seed < first + 200; seed++) {
      ChargeResult value = Samples.random(Topics.CHARGE_RESULTS, seed);
      if (!codec.decode(codec.encode(value)).equals(value)) {
        return false;
      }
    }
    return true;
  }

  @Test
  void registerAll_shouldSetCompatibilityFirstAndBeRepeatable() {
    Samples.registerAll(registry);
    Samples.registerAll(registry);
    List<String> once = new ArrayList<>();
    for (TopicSpec<?> topic : Topics.all()) {
      assertThat(registry.compatibility(topic.subject())).isEqualTo(topic.compatibility().name());
      once.add("PUT /config/" + topic.subject());
      once.add("POST /subjects/" + topic.subject() + "/versions?normalize=false");
    }
    List<String> twice = new ArrayList<>(once);
    twice.addAll(once);
    assertThat(registry.requests())
        .extracting(request -> request.method() + " " + request.path())
        .containsExactlyElementsOf(twice);
  }

  @Test
  void registerAll_incompatible_shouldStopWithTheRegistrysReason() {
    registry.failNext(1, 409, 409);
    assertThatThrownBy(() -> Samples.registerAll(registry))
        .isInstanceOfSatisfying(
            RegistryRefusedException.class, refused -> assertThat(refused.status()).isEqualTo(409))
        .hasMessageContaining("told to fail");
  }
}
