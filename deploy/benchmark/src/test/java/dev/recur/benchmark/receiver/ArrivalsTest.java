package dev.recur.benchmark.receiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class ArrivalsTest {

  private final Arrivals arrivals = Arrivals.kept(2);

  @Test
  void whatIsForgotten_shouldCount_andTakeNoRoom() {
    for (int n = 0; n < 5; n++) {
      arrivals.add(arrival("D" + n));
      arrivals.forget();
    }
    arrivals.add(arrival("D5"));

    assertThat(arrivals.count()).isEqualTo(6);
    assertThat(arrivals.from(0)).extracting(Arrival::deliveryId).containsExactly("D5");
    assertThat(arrivals.from(5)).extracting(Arrival::deliveryId).containsExactly("D5");
    assertThat(arrivals.from(6)).isEmpty();
    assertThat(arrivals.from(7)).isEmpty();
  }

  @Test
  void whatHasNoRoom_shouldSayWhatToDo() {
    arrivals.add(arrival("D0"));
    arrivals.add(arrival("D1"));

    assertThatThrownBy(() -> arrivals.add(arrival("D2"))).hasMessageContaining("forget after each");
  }

  @Test
  void whatIsOnlyCounted_shouldTakeNoRoom() {
    Arrivals counted = Arrivals.counted();
    counted.add(arrival("D0"));
    counted.add(arrival("D1"));

    assertThat(counted.count()).isEqualTo(2);
    assertThat(counted.from(0)).isEmpty();
  }

  private static Arrival arrival(String id) {
    return new Arrival(1, 0, id);
  }
}
