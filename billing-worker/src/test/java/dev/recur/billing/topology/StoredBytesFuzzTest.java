package dev.recur.billing.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.billing.domain.Agenda;
import dev.recur.billing.domain.ClockId;
import dev.recur.billing.domain.State;
import dev.recur.schemas.avro.CancellationType;
import dev.recur.schemas.avro.ChargeOutcome;
import dev.recur.schemas.avro.PauseSubscription;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.AvroRuntimeException;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever the stores hold: it is read, or refused by a {@link RuntimeException}, which sets one
 * subscription aside, or parks it, and lets the others go on. An {@link Error} would end the
 * process, and the next one, too. A clock and a key of the due index are nobody's alone: they are
 * refused by one exception each, whose entry is passed over.
 */
class StoredBytesFuzzTest {

  private static final Instant START = Instant.parse("2026-01-31T00:00:00Z");
  private static final ClockId.Test CLOCK = new ClockId.Test("T1");

  /** So that none is forgotten when there is another. */
  @ParameterizedTest
  @MethodSource("dev.recur.billing.topology.Bench#storeNames")
  void anyStore_shouldBeReadOrRefused(String store) {
    switch (store) {
      case BillingTopology.SUBSCRIPTIONS_STORE -> anyState();
      case BillingTopology.PAYMENTS_STORE -> anyPayment();
      case BillingTopology.REQUESTS_STORE -> anyRequest();
      case BillingTopology.CLOCKS_STORE -> anyClock();
      case BillingTopology.DUE_STORE -> anyDueKey();
      case BillingTopology.WAITING_STORE -> {} // That there is an entry is all that is read.
      case BillingTopology.READ_TO_STORE -> {} // ReadToTest has it.
      default -> throw new AssertionError("nothing here reads the store " + store);
    }
  }

  /** When what is read is due next can be told, or is a fault that parks it. */
  private static void anyState() {
    assertThat(
            run(
                "stored-state",
                states(),
                bytes -> {
                  State state = StateCodec.decode(bytes).state();
                  if (state instanceof State.Existing existing) {
                    Agenda.nextDueAt(existing);
                  }
                  return state;
                },
                RuntimeException.class))
        .containsKeys("Incomplete", "Live", "Over");
  }

  private static void anyPayment() {
    assertThat(
            run(
                "stored-payment",
                values(BillingTopology.PAYMENTS_STORE),
                bytes -> MemoryCodec.payment(bytes).orElseThrow(),
                RuntimeException.class))
        .containsKeys("read", "later");
  }

  private static void anyRequest() {
    assertThat(
            run(
                "stored-request",
                values(BillingTopology.REQUESTS_STORE),
                bytes -> MemoryCodec.request(bytes).orElseThrow(),
                RuntimeException.class))
        .containsKeys("read", "later");
  }

  /** What is read can be run to. */
  private static void anyClock() {
    assertThat(
            run(
                "stored-clock",
                values(BillingTopology.CLOCKS_STORE),
                bytes -> DueKey.through(CLOCK, TestClocks.read(bytes).getTarget()),
                AvroRuntimeException.class))
        .containsKeys("read", "later");
  }

  /** What is read is the key itself, so that it can be taken out of the index. */
  private static void anyDueKey() {
    assertThat(
            run(
                "due-key",
                dueKeys(),
                bytes -> {
                  DueKey key = DueKey.parse(Bytes.wrap(bytes));
                  assertThat(key.toBytes().get()).isEqualTo(bytes);
                  return key;
                },
                IllegalArgumentException.class))
        .containsKey("read");
  }

  private static List<byte[]> states() {
    List<byte[]> states = new ArrayList<>();
    try (Bench bench = new Bench(START.toString())) {
      bench.create(Bench.monthly("r-1", START).build());
      states.add(bench.subscription("r-1"));
      bench.approve("r-1");
      states.add(bench.subscription("r-1"));
      bench.settleAll(ChargeOutcome.SUCCEEDED);
      states.add(bench.subscription("r-1"));
      bench.cancel("r-1", CancellationType.TERMINATE);
      states.add(bench.subscription("r-1"));
    }
    return states;
  }

  /** What lies in a store after a life in which each has something. */
  private static List<byte[]> values(String store) {
    try (Bench bench = new Bench(START.toString())) {
      live(bench);
      List<byte[]> values = new ArrayList<>();
      try (KeyValueIterator<String, byte[]> all = bench.<String>store(store).all()) {
        all.forEachRemaining(entry -> values.add(entry.value));
      }
      return values;
    }
  }

  private static List<byte[]> dueKeys() {
    try (Bench bench = new Bench(START.toString())) {
      live(bench);
      List<byte[]> keys = new ArrayList<>();
      try (KeyValueIterator<Bytes, byte[]> all =
          bench.<Bytes>store(BillingTopology.DUE_STORE).all()) {
        all.forEachRemaining(entry -> keys.add(entry.key.get()));
      }
      return keys;
    }
  }

  private static void live(Bench bench) {
    bench.tick(CLOCK.id(), START);
    bench.create(Bench.monthly("live", START).build());
    bench.create(Bench.monthly("on a clock", START).setTestClockId(CLOCK.id()).build());
    bench.approve("live");
    bench.approve("on a clock");
    bench.settleAll(ChargeOutcome.SUCCEEDED);
    bench.command("live", command -> command.setPause(new PauseSubscription("p-1", null)));
    bench.jump(CLOCK.id(), START.plusSeconds(3_600));
  }

  private interface Reader {
    Object read(byte[] bytes);
  }

  private static Map<String, Long> run(
      String name, List<byte[]> seeds, Reader reader, Class<? extends RuntimeException> refusal) {
    return Fuzz.of(name, Mutator.bytes())
        .seeds(seeds)
        .run(
            input -> {
              try {
                Object read = reader.read(input);
                return read instanceof State ? read.getClass().getSimpleName() : "read";
              } catch (LaterReleaseException e) {
                return "later";
              } catch (RuntimeException e) {
                if (!refusal.isInstance(e)) {
                  throw e;
                }
                return Fuzz.outcome(e);
              }
            });
  }
}
