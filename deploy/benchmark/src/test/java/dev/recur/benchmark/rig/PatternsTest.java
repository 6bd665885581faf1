package dev.recur.benchmark.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PatternsTest {

  @Test
  void each_shouldBeThoseAtOnePlace() {
    List<Template> all = IntStream.range(0, 5).mapToObj(PatternsTest::template).toList();

    assertThat(new Patterns(all).each(0, 2).all())
        .extracting(Template::keyBytes)
        .containsExactly(0, 2, 4);
    assertThat(new Patterns(all).each(1, 2).all())
        .extracting(Template::keyBytes)
        .containsExactly(1, 3);
    assertThat(new Patterns(all).each(0, 1).all()).isEqualTo(all);
  }

  @Test
  void none_shouldBeRefused() {
    assertThatThrownBy(() -> new Patterns(List.of())).isInstanceOf(IllegalArgumentException.class);
  }

  private static Template template(int keyBytes) {
    return new Template(keyBytes, "", Map.of());
  }
}
