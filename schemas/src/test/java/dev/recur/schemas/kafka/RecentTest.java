package dev.recur.schemas.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {

  @Test
  void whatWasUsedLast_shouldBeKept_andNoMoreThanThat() {
    Recent<String, Integer> recent = new Recent<>(2);
    recent.put("a", 1);
    recent.put("b", 2);
    assertThat(recent.get("a")).contains(1);

    recent.put("c", 3);

    assertThat(recent.get("b")).isEmpty();
    assertThat(recent.get("a")).contains(1);
    recent.remove("a");
    assertThat(recent.get("a")).isEmpty();
    assertThat(recent.get("c")).contains(3);
  }

  @Test
  void whatIsNotThere_shouldBeMade_andPutOutWhatWasUsedLongestAgo() {
    Recent<String, String> recent = new Recent<>(2);
    assertThat(recent.get("a", key -> key + 1)).isEqualTo("a1");
    assertThat(recent.hasRoom()).isTrue();
    assertThat(recent.get("b", key -> key + 1)).isEqualTo("b1");
    assertThat(recent.hasRoom()).isFalse();
    assertThat(recent.get("a", key -> key + 2)).isEqualTo("a1");

    recent.get("c", key -> key + 1);

    assertThat(recent.get("b")).isEmpty();
    assertThat(recent.get("a")).contains("a1");
    assertThat(recent.get("c")).contains("c1");
  }
}
