package dev.recur.schemas.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.apache.kafka.common.utils.Bytes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.Test;

class StoreFrontTest {

  private static final int READ_AT_ONCE = 3;
  private static final int AT_HAND_MAX = 5;

  // Not final: a property has one instance of this class for all of its tries.
  private KeyValueStore<Bytes, byte[]> store = Stores.inMemoryKeyValueStore("front").get();
  private StoreFront front = front();

  private StoreFront front() {
    return new StoreFront(store, key("b"), key("c"), READ_AT_ONCE, AT_HAND_MAX);
  }

  private static Bytes key(String text) {
    return Bytes.wrap(text.getBytes(UTF_8));
  }

  private void put(String text) {
    store.put(key(text), new byte[0]);
    front.put(key(text), new byte[0]);
  }

  private void delete(String text) {
    store.delete(key(text));
    front.forget(key(text));
  }

  /** All before a key, reading what is necessary. */
  private List<String> before(String to) {
    while (front.isUnreadBefore(key(to))) {
      front.readOn();
    }
    return front.atHand(key(to)).keySet().stream()
        .map(key -> new String(key.get(), UTF_8))
        .toList();
  }

  @Test
  void whatIsOfAnotherPart_shouldNotBeThere() {
    store.put(key("a9"), new byte[0]);
    put("b1");
    store.put(key("c1"), new byte[0]);

    assertThat(before("d")).containsExactly("b1");
  }

  @Test
  void moreThanIsKept_shouldBeReadAgain() {
    assertThat(before("c")).isEmpty();
    for (int n = 9; n > 0; n--) {
      put("b" + n);
    }

    assertThat(front.atHand(key("c"))).hasSizeLessThanOrEqualTo(AT_HAND_MAX);
    assertThat(before("b6")).containsExactly("b1", "b2", "b3", "b4", "b5");
  }

  /** By its hundreds a number is put, asks for all before it, or is deleted. */
  @Property(tries = 200)
  void anyCourse_shouldFindWhatIsThere(
      @ForAll @Size(max = 60) List<@IntRange(min = 0, max = 299) Integer> course) {
    store = Stores.inMemoryKeyValueStore("front").get();
    front = front();
    TreeSet<String> model = new TreeSet<>();
    for (int step : course) {
      String text = "b%02d".formatted(step % 100);
      switch (step / 100) {
        case 0 -> {
          put(text);
          model.add(text);
        }
        case 1 -> assertThat(before(text)).containsExactlyElementsOf(model.headSet(text));
        default -> {
          delete(text);
          model.remove(text);
        }
      }
    }
  }
}
