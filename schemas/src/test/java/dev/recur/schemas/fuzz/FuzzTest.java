package dev.recur.schemas.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.recur.schemas.avro.SubscriptionEvent;
import dev.recur.schemas.serde.Samples;
import dev.recur.schemas.topic.Topics;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Faults that are put there are found. */
class FuzzTest {

  private static final String REQUEST = "{\"id\":\"a\",\"count\":1,\"list\":[{\"at\":\"now\"}]}";

  @Test
  void textThatThrows_shouldBeFound_andMadeSmall() {
    assertThatThrownBy(
            () ->
                Fuzz.of("planted", Mutator.text("magic"))
                    .asInTheBuild()
                    .seeds("some words and 12 numbers")
                    .run(FuzzTest::stumblesOverMagic))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("stumbled")
        .hasMessageContaining(", 5 bytes,")
        .hasMessageEndingWith("magic");
  }

  private static String stumblesOverMagic(byte[] input) {
    if (new String(input, UTF_8).contains("magic")) {
      throw new IllegalStateException("stumbled");
    }
    return "read";
  }

  @Test
  void lengthThatIsBelieved_shouldBeFound() {
    assertThatThrownBy(
            () ->
                Fuzz.of("planted", Mutator.bytes())
                    .asInTheBuild()
                    .seeds(ByteBuffer.allocate(8).putInt(4).array())
                    .run(input -> input.length < 4 ? "short" : believed(input)))
        .hasMessageContaining("fuzz planted: java.lang.");
  }

  /** Allocates what the first bytes say. */
  private static String believed(byte[] input) {
    return new byte[ByteBuffer.wrap(input).getInt()].length > 100 ? "much" : "little";
  }

  @Test
  void outcomes_shouldBeCounted_andSeedsTakenAsTheyAre() {
    List<String> taken = new ArrayList<>();
    var outcomes =
        Fuzz.of("planted", Mutator.text())
            .asInTheBuild()
            .seeds("first", "second")
            .run(
                input -> {
                  taken.add(new String(input, UTF_8));
                  return input.length > 5 ? "long" : "short";
                });

    assertThat(taken).startsWith("first", "second");
    assertThat(outcomes).containsOnlyKeys("long", "short");
    assertThat(outcomes.values().stream().mapToLong(count -> count).sum()).isEqualTo(taken.size());
  }

  @Test
  void inputs_shouldBeTheSameAgain_andAsManyAsSaid() {
    List<String> taken = taken(50);
    assertThat(taken).hasSize(1 + 50);
    assertThat(taken(50)).isEqualTo(taken);
  }

  private static List<String> taken(int inputs) {
    List<String> taken = new ArrayList<>();
    Fuzz.of("planted", Mutator.json("word"))
        .asInTheBuild()
        .inputs(inputs)
        .seeds(REQUEST)
        .run(
            input -> {
              taken.add(new String(input, UTF_8));
              return Integer.toString(input.length);
            });
    return taken;
  }

  /** The feeding thread would end, and the target pass with what it got until then. */
  @Test
  void errorOfTheMutator_shouldFail() {
    assertThatThrownBy(
            () ->
                Fuzz.of("planted", FuzzTest::tooDeep)
                    .asInTheBuild()
                    .seeds("one")
                    .run(input -> "read"))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("no input could be made")
        .hasCauseInstanceOf(StackOverflowError.class);
  }

  private static byte[] tooDeep(byte[] input, RandomGenerator random) {
    throw new StackOverflowError("planted");
  }

  @Test
  void moreOutcomesThanAreToldApart_shouldStillBeTaken() {
    AtomicInteger taken = new AtomicInteger();
    var outcomes =
        Fuzz.of("planted", (input, random) -> input)
            .asInTheBuild()
            .inputs(Fuzz.OUTCOMES_MAX + 100)
            .seeds("one")
            .run(input -> "outcome " + taken.incrementAndGet());

    assertThat(taken).hasValue(1 + Fuzz.OUTCOMES_MAX + 100);
    assertThat(outcomes).hasSize(Fuzz.OUTCOMES_MAX + 1).containsEntry(Fuzz.OTHERS, 101L);
  }

  @Test
  void jsonAsDeepAsItIsRead_shouldBeChanged() {
    int depth = StreamReadConstraints.DEFAULT_MAX_DEPTH;
    byte[] deep = ("[".repeat(depth) + "1" + "]".repeat(depth)).getBytes(UTF_8);
    SplittableRandom random = new SplittableRandom(3);
    Mutator mutator = Mutator.json();
    int deepest = 0;
    for (int i = 0; i < 50; i++) {
      String changed = new String(mutator.mutate(deep, random), UTF_8);
      deepest = Math.max(deepest, changed.lastIndexOf('[') + 1);
    }
    assertThat(deepest).isGreaterThan(depth);
  }

  @Test
  void json_shouldMostlyStayJson_andBeOtherJson() {
    SplittableRandom random = new SplittableRandom(1);
    Mutator mutator = Mutator.json();
    int wellFormed = 0;
    for (int i = 0; i < 1_000; i++) {
      byte[] changed = mutator.mutate(REQUEST.getBytes(UTF_8), random);
      wellFormed += isJson(changed) ? 1 : 0;
    }
    assertThat(wellFormed).isBetween(700, 999);
  }

  private static boolean isJson(byte[] bytes) {
    try {
      return new ObjectMapper().readTree(bytes).isObject();
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void avro_shouldAlwaysBeAValueOfItsSchema() {
    AvroMutator mutator = new AvroMutator(SubscriptionEvent.getClassSchema());
    SplittableRandom random = new SplittableRandom(2);
    byte[] seed = Samples.bytes(Samples.random(Topics.SUBSCRIPTION_EVENTS, 3));
    Set<ByteBuffer> made = new HashSet<>();
    for (int i = 0; i < 100; i++) {
      byte[] value = seed;
      for (int change = 0; change < 6; change++) {
        // It reads what it made before: what is no value would not be read.
        value = mutator.mutate(value, random);
      }
      made.add(ByteBuffer.wrap(value));
    }
    assertThat(made).hasSizeGreaterThan(80);
  }
}
