package dev.recur.service.read;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.recur.schemas.avro.Buyer;
import dev.recur.schemas.buyer.BuyerData;
import dev.recur.schemas.buyer.BuyerSeal;
import dev.recur.schemas.kafka.TopicRecord;
import dev.recur.schemas.signature.SecretBox;
import dev.recur.schemas.store.LocalStore;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a store of buyers gives, and what lies on its disk. */
class StoredBuyersTest {

  private static final Instant CREATED = Instant.parse("2026-11-26T10:00:00Z");
  private static final BuyerSeal SEAL = new BuyerSeal(new SecretBox(new byte[32]));
  private static final String EMAIL = "ann.of.the.hill@example.com";

  @TempDir Path directory;
  private LocalStore store;
  private StoredBuyers buyers;
  private BuyersListener listener;
  private long offset;

  @BeforeEach
  void open() {
    store = LocalStore.open(directory.resolve("store"), StoreKeys.FORM);
    store.writeEvenly();
    buyers = new StoredBuyers(store, SEAL, () -> true);
    listener = new BuyersListener(store, buyers);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void buyer_shouldBeFoundOnceItsBatchIsDone() throws InterruptedException {
    put("S1", SEAL.seal("S1", "M1", data(EMAIL), CREATED));
    assertThat(buyers.find("S1")).isNull();
    assertThat(buyers.awaitTaken(Map.of(0, 1L), Duration.ZERO)).isFalse();
    done();
    assertThat(buyers.awaitTaken(Map.of(0, 1L), Duration.ZERO)).isTrue();
    assertThat(buyers.find("S1"))
        .isEqualTo(new BuyerView("S1", "M1", Optional.of(data(EMAIL)), CREATED));
    assertThat(buyers.writtenToAt("M1", EMAIL.toUpperCase(Locale.ROOT), 5))
        .extracting(BuyerView::subscriptionId)
        .containsExactly("S1");
    assertThat(buyers.writtenToAt("M", EMAIL, 5)).isEmpty();
    assertThat(store.offsets("buyers")).containsEntry(0, 1L);
  }

  /** Seen no later than whoever waits for a later record goes on. */
  @Test
  void watch_shouldSeeForgettingFromItsOpeningOn() throws InterruptedException {
    put("S1", SEAL.seal("S1", "M1", data(EMAIL), CREATED));
    put("S2", SEAL.seal("S2", "M1", data(EMAIL), CREATED));
    done();
    try (Forgettings.Watch watch = buyers.watch("S1");
        Forgettings.Watch other = buyers.watch("S2")) {
      put("S1", BuyerSeal.forgotten("S1", "M1", CREATED, CREATED));
      put("S1", SEAL.seal("S1", "M1", data(EMAIL), CREATED));
      assertThat(watch.hasForgotten()).isFalse();
      done();
      assertThat(buyers.awaitTaken(Map.of(0, 4L), Duration.ZERO)).isTrue();
      assertThat(watch.hasForgotten()).isTrue();
      assertThat(other.hasForgotten()).isFalse();
    }
    try (Forgettings.Watch later = buyers.watch("S1")) {
      done();
      assertThat(later.hasForgotten()).isFalse();
    }
  }

  /** The control comes first: the same search finds what is there. */
  @Test
  void disk_shouldNeverShowABuyerAndNoKeyOfOneForgotten() {
    Buyer buyer = SEAL.seal("S1", "M1", data(EMAIL), CREATED);
    for (int i = 100; i < 400; i++) {
      put("S" + i, SEAL.seal("S" + i, "M1", data("x" + i + "@example.com"), CREATED));
    }
    put("S1", buyer);
    done();
    assertThat(onDisk(text(buyer.getSealedKey()))).isTrue();
    assertThat(onDisk(text(buyer.getSealedData()))).isTrue();
    assertThat(onDisk(EMAIL)).isFalse();

    put("S1", BuyerSeal.forgotten("S1", "M1", CREATED, CREATED.plusSeconds(9)));
    done();
    assertThat(onDisk(text(buyer.getSealedKey()))).isFalse();
    assertThat(onDisk(text(buyer.getSealedData()))).isFalse();
    assertThat(Objects.requireNonNull(buyers.find("S1")).data()).isEmpty();
    assertThat(buyers.find("S399")).isNotNull();
  }

  /** Also what the buyer was before it was changed, and in a store that is only being filled. */
  @Test
  void disk_shouldNotShowWhatWasOverwrittenOnceTheBuyerIsForgotten() {
    Buyer first = SEAL.seal("S1", "M1", data(EMAIL), CREATED);
    Buyer second = SEAL.seal("S1", "M1", data("ben@example.com"), CREATED);
    put("S1", first);
    put("S1", second);
    put("S1", BuyerSeal.forgotten("S1", "M1", CREATED, CREATED.plusSeconds(9)));
    done();
    assertThat(onDisk(text(first.getSealedKey()))).isFalse();
    assertThat(onDisk(text(second.getSealedKey()))).isFalse();
  }

  @Test
  void nobody_shouldBeNothing() {
    put("nobody", null);
    done();
    assertThat(buyers.find("nobody")).isNull();
    assertThat(store.offsets("buyers")).containsEntry(0, 1L);
  }

  @Test
  void otherMasterKey_shouldBeSaid() {
    put("S1", SEAL.seal("S1", "M1", data(EMAIL), CREATED));
    done();
    byte[] other = new byte[32];
    other[0] = 1;
    StoredBuyers wrong = new StoredBuyers(store, new BuyerSeal(new SecretBox(other)), () -> true);
    assertThatIllegalStateException()
        .isThrownBy(() -> wrong.find("S1"))
        .withMessageContaining("recur.master-key")
        .withMessageContaining("S1");
  }

  /** Whatever comes in whatever order, the store says what a map would. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void store_shouldBeAsAMapOfTheLatest(long seed) {
    Random random = new Random(seed);
    Map<String, Buyer> latest = new HashMap<>();
    for (int i = 0; i < 200; i++) {
      String id = "S" + random.nextInt(12);
      String client = "M" + id.length() % 2;
      Buyer next =
          switch (random.nextInt(4)) {
            case 0 -> BuyerSeal.forgotten(id, client, CREATED, CREATED.plusSeconds(i));
            case 1 -> null;
            default ->
                SEAL.seal(id, client, data("b" + random.nextInt(3) + "@example.com"), CREATED);
          };
      put(id, next);
      latest.put(id, next);
      if (random.nextInt(5) == 0) {
        done();
      }
    }
    done();
    latest.forEach(
        (id, buyer) -> {
          BuyerView found = buyers.find(id);
          assertThat(found == null).isEqualTo(buyer == null);
          if (found != null && buyer != null) {
            assertThat(found.data()).isEqualTo(SEAL.open(buyer));
          }
        });
    for (String client : List.of("M0", "M1")) {
      assertThat(buyers.writtenToAt(client, "b1@example.com", 100))
          .extracting(BuyerView::subscriptionId)
          .containsExactlyInAnyOrderElementsOf(
              latest.values().stream()
                  .filter(Objects::nonNull)
                  .filter(buyer -> buyer.getClientId().equals(client))
                  .filter(
                      buyer ->
                          SEAL.open(buyer)
                              .filter(d -> d.isWrittenToAt("b1@example.com"))
                              .isPresent())
                  .map(Buyer::getSubscriptionId)
                  .toList());
    }
  }

  private void put(String key, @Nullable Buyer buyer) {
    listener.onRecord(new TopicRecord<>(key, buyer, 0, offset++, 0, new RecordHeaders()));
  }

  private void done() {
    listener.onBatch(Map.of(0, offset));
  }

  private boolean onDisk(String wanted) {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).anyMatch(file -> read(file).contains(wanted));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file, ISO_8859_1);
    } catch (NoSuchFileException e) {
      return ""; // RocksDB has just let go of it.
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(@Nullable ByteBuffer buffer) {
    ByteBuffer copy = Objects.requireNonNull(buffer).duplicate();
    byte[] bytes = new byte[copy.remaining()];
    copy.get(bytes);
    return new String(bytes, ISO_8859_1);
  }

  private static BuyerData data(String email) {
    return new BuyerData(
        Optional.of(email), Optional.empty(), Optional.of("en"), Map.of(), Set.of());
  }
}
