package dev.recur.schemas.text;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PlainTextTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "a\nb",
        "a\u0000b",
        "a\u202eb",
        "a\u2028b",
        "a\u2029b",
        "a\ufeffb",
        "a\ud800",
        "a\ue000"
      })
  void whatIsNoText_shouldBeSeenAndBecomeABlank(String text) {
    assertThat(PlainText.isLine(text)).isFalse();
    assertThat(PlainText.line(text)).isIn("a b", "a");
  }

  /** A Persian word would be torn apart. */
  @Test
  void joiners_shouldStay() {
    String persian = "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645";
    assertThat(PlainText.isLine(persian)).isTrue();
    assertThat(PlainText.line(persian)).isEqualTo(persian);
  }

  @Property(tries = 500)
  void line_shouldBeALineAndStayOne(@ForAll String text) {
    String line = PlainText.line(text);
    assertThat(PlainText.isLine(line)).isTrue();
    assertThat(PlainText.line(line)).isEqualTo(line);
  }
}
