package dev.recur.service.buyer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerNotice;
import dev.recur.service.Deadline;
import dev.recur.service.read.BuyerView;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.BeforeTry;

class KeptBuyersTest {

  private static final Instant NOW = Instant.parse("2026-11-26T10:00:00Z");
  private static final BuyerData ANN = at("ann@example.com");
  private static final BuyerData BEN = at("ben@example.com");

  private MemoryBuyers memory = new MemoryBuyers();
  private KeptBuyers buyers = new KeptBuyers(memory, memory, InstantSource.fixed(NOW));

  @BeforeTry
  void beginAnew() {
    memory = new MemoryBuyers();
    buyers = new KeptBuyers(memory, memory, InstantSource.fixed(NOW));
  }

  @Example
  void first_shouldStay() {
    buyers.keepFirst("M1", "S1", ANN);
    buyers.keepFirst("M1", "S1", BEN);
    assertThat(buyers.find("S1")).contains(ANN);
    assertThat(memory.writes()).isEqualTo(1);
    assertThat(view("S1").createdAt()).isEqualTo(NOW);
  }

  /**
   * What comes late, repeats or follows by itself brings nobody back; only somebody who says so
   * does.
   */
  @Property(tries = 300)
  void forgotten_shouldStayForgottenWhateverComesLate(
      @ForAll @Size(max = 12) List<@IntRange(max = 6) Integer> late) {
    buyers.keepFirst("M1", "S1", ANN);
    buyers.keepFirst("M1", "S0", ANN);
    assertThat(buyers.forget("M1", "S1")).isEqualTo(1);
    for (int what : late) {
      switch (what) {
        case 0 -> buyers.keepFirst("M1", "S1", ANN);
        case 1 -> buyers.keepFirst("M1", "S1", BEN);
        case 2 -> buyers.keepCopy("M1", "S0", "S1");
        case 3 -> buyers.unsubscribe("S1", Set.of(BuyerNotice.TRIAL_ENDING));
        case 4 -> buyers.drop("S1");
        case 5 -> assertThat(buyers.forget("M1", "S1")).isZero();
        default -> assertThat(buyers.forgetAt("M1", "ben@example.com")).isZero();
      }
      assertThat(buyers.find("S1")).isEmpty();
      assertThat(view("S1").data()).isEmpty();
    }
    buyers.change("M1", "S1", before -> BEN);
    assertThat(buyers.find("S1")).contains(BEN);
    assertThat(buyers.find("S0")).contains(ANN);
    assertThat(view("S1").createdAt()).isEqualTo(NOW);
    assertThat(buyers.forgetAt("M1", "ben@example.com")).isEqualTo(1);
    assertThat(buyers.forgetAt("M1", "ann@example.com")).isEqualTo(1);
  }

  @Example
  void address_shouldBeForgottenWithEverySubscriptionOfTheMerchant() {
    for (int i = 0; i < 1201; i++) {
      memory.put("M1", "S" + i, ANN);
    }
    memory.put("M1", "Sb", BEN);
    memory.put("M2", "Sm", ANN);
    assertThat(buyers.forgetAt("M1", "Ann@Example.COM")).isEqualTo(1201);
    assertThat(buyers.forgetAt("M1", "ann@example.com")).isZero();
    assertThat(buyers.find("S1200")).isEmpty();
    assertThat(buyers.find("Sb")).contains(BEN);
    assertThat(buyers.find("Sm")).contains(ANN);
  }

  @Example
  void otherMerchants_shouldNeitherForgetNorCopy() {
    buyers.keepFirst("M1", "S1", ANN);
    assertThat(buyers.forget("M2", "S1")).isZero();
    buyers.keepCopy("M2", "S1", "S2");
    assertThat(buyers.find("S1")).contains(ANN);
    assertThat(buyers.find("S2")).isEmpty();
  }

  @Example
  void copy_shouldBeTheOldOnesBuyerWithAllItSaid() {
    buyers.keepFirst("M1", "S1", ANN);
    buyers.unsubscribe("S1", Set.of(BuyerNotice.RENEWAL_UPCOMING));
    buyers.unsubscribe("S1", Set.of(BuyerNotice.RENEWAL_UPCOMING));
    assertThat(memory.writes()).as("said twice, written once").isEqualTo(2);
    buyers.keepCopy("M1", "S1", "S2");
    assertThat(buyers.find("S2")).contains(ANN.without(Set.of(BuyerNotice.RENEWAL_UPCOMING)));
    buyers.keepCopy("M1", "S3", "S4");
    assertThat(buyers.find("S4")).isEmpty();
  }

  @Example
  void refusedSubscription_shouldLeaveNothing() {
    buyers.keepFirst("M1", "S1", ANN);
    buyers.drop("S1");
    assertThat(memory.find("S1")).isNull();
    buyers.keepFirst("M1", "S1", BEN);
    assertThat(buyers.find("S1")).contains(BEN);
  }

  /** Another instance forgets between what was read here and what is written for it. */
  @Example
  void forgottenMeanwhile_shouldWinOverWhatWasReadBefore() {
    KeptBuyers elsewhere = new KeptBuyers(memory, memory, InstantSource.fixed(NOW));
    for (Runnable write :
        List.<Runnable>of(
            () -> buyers.unsubscribe("S1", Set.of(BuyerNotice.TRIAL_ENDING)),
            () -> buyers.change("M1", "S1", before -> before.withMetadata(Map.of("new", "1"))))) {
      for (Runnable forgetting :
          List.<Runnable>of(
              () -> elsewhere.forget("M1", "S1"),
              () -> elsewhere.forgetAt("M1", "ann@example.com"))) {
        memory.put("M1", "S1", ANN);
        memory.beforeNextWrite(forgetting);
        write.run();
        BuyerData left = buyers.find("S1").orElse(BuyerData.NOTHING);
        assertThat(left.email()).isEmpty();
        assertThat(left.name()).isEmpty();
        assertThat(left.metadata()).doesNotContainKey("k");
      }
    }
  }

  /** What the call brings itself is new, and nothing of the forgotten one comes with it. */
  @Example
  void forgottenMeanwhile_shouldYieldToABuyerThatIsNamed() {
    KeptBuyers elsewhere = new KeptBuyers(memory, memory, InstantSource.fixed(NOW));
    memory.put("M1", "S1", ANN.without(Set.of(BuyerNotice.TRIAL_ENDING)));
    memory.beforeNextWrite(() -> elsewhere.forget("M1", "S1"));
    buyers.change(
        "M1",
        "S1",
        before ->
            new BuyerData(
                BEN.email(), BEN.name(), BEN.locale(), before.metadata(), before.unsubscribed()));
    assertThat(buyers.find("S1")).contains(BEN.withMetadata(Map.of()));
  }

  /** It had not been read here that there was one. */
  @Example
  void forgottenMeanwhile_shouldWinOverAFirst() {
    KeptBuyers elsewhere = new KeptBuyers(memory, memory, InstantSource.fixed(NOW));
    memory.beforeNextWrite(
        () -> {
          memory.put("M1", "S1", ANN);
          elsewhere.forget("M1", "S1");
        });
    buyers.keepFirst("M1", "S1", ANN);
    assertThat(buyers.find("S1")).isEmpty();
    assertThat(view("S1").data()).isEmpty();
  }

  @Example
  void twoWhoWriteOfOneBuyer_shouldWaitForEachOther() throws InterruptedException {
    memory.put("M1", "S1", ANN);
    Thread second =
        Thread.ofPlatform()
            .unstarted(() -> buyers.unsubscribe("S1", Set.of(BuyerNotice.TRIAL_ENDING)));
    memory.beforeNextWrite(
        () -> {
          second.start();
          while (second.isAlive() && second.getState() != Thread.State.TIMED_WAITING) {
            Thread.onSpinWait();
          }
        });
    buyers.change("M1", "S1", before -> before.withMetadata(Map.of("new", "1")));
    second.join();
    assertThat(buyers.find("S1"))
        .contains(ANN.withMetadata(Map.of("new", "1")).without(Set.of(BuyerNotice.TRIAL_ENDING)));
  }

  @Example
  void oneWhoseTimeIsUp_shouldNotWaitForTheOther() {
    memory.put("M1", "S1", ANN);
    memory.beforeNextWrite(
        () ->
            assertThat(CompletableFuture.runAsync(this::changeAtOnce))
                .failsWithin(Duration.ofSeconds(20))
                .withThrowableThat()
                .withCauseInstanceOf(NotKeptException.class));
    buyers.change("M1", "S1", before -> before.withMetadata(Map.of("new", "1")));
    assertThat(buyers.find("S1")).contains(ANN.withMetadata(Map.of("new", "1")));
  }

  @Example
  void takingBack_shouldTakeNothingButWhatWasWritten() {
    BuyerView written = buyers.keepFirst("M1", "S1", ANN).orElseThrow();
    assertThat(buyers.keepFirst("M1", "S1", BEN)).isEmpty();
    buyers.change("M1", "S1", before -> BEN);
    buyers.takeBack(written);
    assertThat(buyers.find("S1")).contains(BEN);
    buyers.forget("M1", "S1");
    buyers.takeBack(written);
    assertThat(memory.find("S1")).isNotNull();
    buyers.takeBack(buyers.keepFirst("M1", "S2", ANN).orElseThrow());
    assertThat(memory.find("S2")).isNull();
  }

  @Example
  void whatIsNotReadYet_shouldNotBeTakenForNothing() {
    memory.setCaughtUp(false);
    for (Runnable call :
        List.<Runnable>of(
            () -> buyers.find("S1"),
            () -> buyers.keepFirst("M1", "S1", ANN),
            () -> buyers.forget("M1", "S1"),
            () -> buyers.forgetAt("M1", "ann@example.com"),
            () -> buyers.unsubscribe("S1", Set.of()))) {
      assertThatExceptionOfType(NotKeptException.class)
          .isThrownBy(call::run)
          .withMessageContaining("still reading");
    }
    assertThat(memory.writes()).isZero();
  }

  private void changeAtOnce() {
    Deadline.within(
        Duration.ofMillis(50),
        () -> {
          buyers.change("M1", "S1", before -> BEN);
          return BEN;
        });
  }

  private BuyerView view(String subscriptionId) {
    return Objects.requireNonNull(memory.find(subscriptionId));
  }

  private static BuyerData at(String email) {
    return new BuyerData(
        Optional.of(email), Optional.of("A. Buyer"), Optional.of("en"), Map.of("k", "v"), Set.of());
  }
}
