package dev.recur.schemas.buyer;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.signature.BrokenSealException;
import dev.recur.schemas.signature.SealContext;
import dev.recur.schemas.signature.SecretBox;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

class BuyerSealTest {

  private static final Instant CREATED = Instant.parse("2026-11-26T10:00:00Z");
  private static final SecretBox MASTER = new SecretBox(new byte[SecretBox.KEY_BYTES]);
  private static final byte[] OTHER_KEY = {
    1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0
  };

  private final BuyerSeal seal = new BuyerSeal(MASTER);

  @Property(tries = 300)
  void sealed_shouldOpenToWhatItWas(@ForAll("buyers") BuyerData data) {
    Buyer buyer = seal.seal("S1", "M1", data, CREATED);
    assertThat(seal.open(buyer)).contains(data);
    assertThat(buyer.getCreatedAt()).isEqualTo(CREATED);
    assertThat(buyer.getForgottenAt()).isNull();
  }

  @Property(tries = 300)
  void sealed_shouldShowNothingOfTheBuyer(@ForAll("buyers") BuyerData data) {
    String record = text(seal.seal("S1", "M1", data, CREATED));
    data.email().ifPresent(email -> assertThat(record).doesNotContain(email));
    data.name().ifPresent(name -> assertThat(record).doesNotContain(latin(name)));
    data.metadata().forEach((_, value) -> assertThat(record).doesNotContain(latin(value)));
    assertThat(data.toString()).isEqualTo("BuyerData[sealed]");
  }

  @Property(tries = 100)
  void sealed_shouldNotSayWhetherTwoAreTheSame(@ForAll("buyers") BuyerData data) {
    Buyer one = seal.seal("S1", "M1", data, CREATED);
    Buyer two = seal.seal("S1", "M1", data, CREATED);
    assertThat(one.getSealedData()).isNotEqualTo(two.getSealedData());
    assertThat(keyOf(one)).isNotEqualTo(keyOf(two));
  }

  /** A record that was written to another key of the topic, or half of it. */
  @Property(tries = 100)
  void sealed_shouldOpenForItsOwnSubscriptionOnly(@ForAll("buyers") BuyerData data) {
    Buyer own = seal.seal("S1", "M1", data, CREATED);
    Buyer other = seal.seal("S2", "M1", data, CREATED);
    for (Buyer wrong :
        new Buyer[] {
          Buyer.newBuilder(own).setSubscriptionId("S2").build(),
          Buyer.newBuilder(own).setSealedKey(other.getSealedKey()).build(),
          Buyer.newBuilder(own).setSealedData(other.getSealedData()).build(),
          Buyer.newBuilder(own).setSealedData(ByteBuffer.allocate(3)).build()
        }) {
      assertThatExceptionOfType(BrokenSealException.class).isThrownBy(() -> seal.open(wrong));
    }
    assertThatExceptionOfType(BrokenSealException.class)
        .isThrownBy(() -> new BuyerSeal(new SecretBox(OTHER_KEY)).open(own));
  }

  /**
   * The law of forgetting: the record that stays has neither data nor key, and whoever kept the
   * data can do nothing with them, not even with the master key.
   */
  @Property(tries = 200)
  void forgotten_shouldLeaveNothingThatOpens(@ForAll("buyers") BuyerData data) {
    Buyer before = seal.seal("S1", "M1", data, CREATED);
    Instant at = CREATED.plusSeconds(60);
    Buyer after = BuyerSeal.forgotten("S1", "M1", before.getCreatedAt(), at);

    assertThat(seal.open(after)).isEmpty();
    assertThat(after.getSealedKey()).isNull();
    assertThat(after.getSealedData()).isNull();
    assertThat(after.getForgottenAt()).isEqualTo(at);
    assertThat(after).isEqualTo(BuyerSeal.forgotten("S1", "M1", CREATED, at));
    Buyer keptData = Buyer.newBuilder(before).setSealedKey(null).build();
    assertThat(seal.open(keptData)).isEmpty();
    assertThatExceptionOfType(BrokenSealException.class)
        .isThrownBy(() -> MASTER.open(bytes(before.getSealedData()), SealContext.buyerData("S1")));
  }

  @Property(tries = 100)
  void address_shouldBeTheBuyersHoweverItsLettersAreWritten(@ForAll("buyers") BuyerData data) {
    data.email()
        .ifPresent(
            email -> {
              assertThat(data.isWrittenToAt(email.toUpperCase(Locale.ROOT))).isTrue();
              assertThat(data.isWrittenToAt("x" + email)).isFalse();
            });
    assertThat(BuyerData.NOTHING.isWrittenToAt("")).isFalse();
  }

  @Example
  void whatIsNotWanted_shouldNotBeWrittenAbout() {
    BuyerData ann =
        new BuyerData(
            Optional.of("ann@example.com"), Optional.empty(), Optional.empty(), Map.of(), Set.of());
    assertThat(ann.wants(BuyerNotice.TRIAL_ENDING)).isTrue();
    BuyerData fewer = ann.without(Set.of(BuyerNotice.TRIAL_ENDING));
    assertThat(fewer.wants(BuyerNotice.TRIAL_ENDING)).isFalse();
    assertThat(fewer.wants(BuyerNotice.RECEIPT)).isTrue();
    assertThat(BuyerData.NOTHING.wants(BuyerNotice.RECEIPT)).isFalse();
  }

  /** What a later release added is passed over; a kind of notice is not. */
  @Example
  void laterReleasesData_shouldBeReadAsFarAsThatIsSafe() {
    assertThat(BuyerJson.decode("{\"phone\":\"1\",\"name\":\"Ann\"}".getBytes(UTF_8)).name())
        .contains("Ann");
    assertThatIllegalStateException()
        .isThrownBy(() -> BuyerJson.decode("{\"unsubscribed\":[\"NEWS\"]}".getBytes(UTF_8)))
        .withMessageContaining("roll out readers first");
    assertThatIllegalStateException()
        .isThrownBy(() -> BuyerJson.decode("ann@example.com".getBytes(UTF_8)))
        .withMessageNotContaining("ann")
        .withNoCause();
  }

  @Provide
  static Arbitrary<BuyerData> buyers() {
    Arbitrary<String> word = Arbitraries.strings().alpha().ofMinLength(6).ofMaxLength(20);
    Arbitrary<String> text = Arbitraries.strings().ofMinLength(4).ofMaxLength(30);
    return Combinators.combine(
            word.map(w -> w + "@example.com").optional(),
            text.optional(),
            Arbitraries.of("en", "de-AT", "zh-Hans").optional(),
            Arbitraries.maps(text, text).ofMaxSize(5),
            Arbitraries.of(BuyerNotice.TRIAL_ENDING, BuyerNotice.RENEWAL_UPCOMING).set())
        .as(BuyerData::new);
  }

  private static byte[] keyOf(Buyer buyer) {
    return MASTER.open(bytes(buyer.getSealedKey()), SealContext.buyerKey("S1"));
  }

  private static String text(Buyer buyer) {
    return buyer.getSubscriptionId()
        + buyer.getClientId()
        + new String(bytes(buyer.getSealedKey()), ISO_8859_1)
        + new String(bytes(buyer.getSealedData()), ISO_8859_1);
  }

  private static String latin(String text) {
    return new String(text.getBytes(UTF_8), ISO_8859_1);
  }

  private static byte[] bytes(@Nullable ByteBuffer buffer) {
    assertThat(buffer).isNotNull();
    ByteBuffer copy = Objects.requireNonNull(buffer).duplicate();
    byte[] bytes = new byte[copy.remaining()];
    copy.get(bytes);
    return bytes;
  }
}
