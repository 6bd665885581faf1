package dev.recur.schemas.kafka;

import static dev.recur.schemas.kafka.WriteBehindCourse.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.recur.schemas.kafka.WriteBehindStore.Bound;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.BytesSerializer;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class WriteBehindStoreTest extends WriteBehindFixture {

  @Test
  void whatLivesBriefly_shouldNotGoBeneath_norAnyRead() {
    put("a");
    put("b");
    assertThat(keys(store.all())).containsExactly("a", "b");
    assertThat(keys(store.reverseRange(bytes("a"), null))).containsExactly("b", "a");
    assertThat(keys(store.prefixScan(bytes("b"), new BytesSerializer()))).containsExactly("b");
    assertThat(store.get(bytes("a"))).isNotNull();
    assertThat(store.approximateNumEntries()).isEqualTo(2);
    assertThat(store.delete(bytes("a"))).isNotNull();
    assertThat(store.delete(bytes("b"))).isNotNull();
    assertThat(store.get(bytes("a"))).isNull();
    assertThat(keys(store.range(null, null))).isEmpty();

    assertThat(calls).as("one look before the first write").containsExactly("all");
    assertThat(bound.taken().get()).isZero();
  }

  @Test
  void prefixOfLastBytes_shouldEndWithWhatBeginsSo() {
    List.of("a\u00ff", "a\u00ff\u00ff", "b", "\u00ff", "\u00ff\u00ff").forEach(this::put);

    assertThat(keys(store.prefixScan(bytes("a\u00ff"), new BytesSerializer())))
        .containsExactly("a\u00ff", "a\u00ff\u00ff");
    assertThat(keys(store.prefixScan(bytes("\u00ff"), new BytesSerializer())))
        .containsExactly("\u00ff", "\u00ff\u00ff");
    assertThat(keys(store.prefixScan(bytes(""), new BytesSerializer()))).hasSize(5);
  }

  @Test
  void commit_shouldComeAfterEverything_andBeTheInnerStores() {
    put("a");
    put("b");
    calls.clear();

    store.commit(Map.of());

    assertThat(calls).containsExactly("putAll", "commit");
    assertThat(keys(inner.all())).containsExactly("a", "b");
  }

  @Test
  void whatIsRestored_shouldBeSeen_alsoAfterACommit() {
    put("a");
    store.put(bytes("a"), null);
    store.commit(Map.of());
    put(inner, "r");

    assertThat(store.get(bytes("r"))).isNotNull();
    store.put(bytes("b"), null);
    assertThat(store.get(bytes("r"))).isNotNull();
    store.put(bytes("r"), null);
    assertThat(store.get(bytes("r"))).isNull();
  }

  @Test
  void failedBatch_shouldLoseNothing() {
    put("a");
    failing.add("putAll");

    assertThatThrownBy(() -> store.commit(Map.of())).hasMessage("putAll");
    assertThat(calls).doesNotContain("commit");
    assertThat(store.get(bytes("a"))).isNotNull();
    failing.clear();
    store.commit(Map.of());
    assertThat(keys(inner.all())).containsExactly("a");
  }

  @Test
  void failedClose_shouldCloseTheInnerStore_giveTheMemoryBack_andSayWhatWentWrongFirst() {
    put("a");
    failing.addAll(List.of("putAll", "close"));

    assertThatThrownBy(store::close)
        .hasMessage("putAll")
        .satisfies(
            e -> assertThat(e.getSuppressed()).extracting("message").containsExactly("close"));
    assertThat(calls).endsWith("putAll", "close");
    assertThat(bound.taken().get()).isZero();
  }

  @Test
  void innerStoreThatIsClosed_shouldNotBeWrittenTo() {
    put("a");
    inner.close();

    store.close();

    assertThat(calls).doesNotContain("putAll");
    assertThat(bound.taken().get()).isZero();
    assertThatThrownBy(() -> put("b")).isInstanceOf(InvalidStateStoreException.class);
  }

  /** As a task that is closed and revived does it. */
  @Test
  void nextBegin_shouldKnowNothing() {
    put("a");
    store.close();
    open(store);
    put(inner, "r");

    put("b");

    assertThat(keys(store.all())).containsExactly("b", "r");
  }

  @Test
  void beginWithoutAClose_shouldHaveNothingInMemory() {
    put("a");
    open(store);

    assertThat(bound.taken().get()).isZero();
    put(inner, "r");
    put("b");
    assertThat(keys(store.all())).containsExactly("b", "r");
  }

  @Test
  void supplier_shouldBeNamedAndMeasuredAsTheInnerOne() {
    var beneath = Stores.persistentKeyValueStore("beneath");

    var supplier = WriteBehindStore.over(beneath, new Bound(1));

    assertThat(supplier.name()).isEqualTo("beneath");
    assertThat(supplier.metricsScope()).isEqualTo(beneath.metricsScope());
    assertThat(supplier.get()).isInstanceOf(WriteBehindStore.class).isNotSameAs(supplier.get());
    assertThat(supplier.get().persistent()).isTrue();
  }
}
