package dev.recur.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.local.http.Json;
import org.junit.jupiter.api.Test;

class AuditSideTest {

  @Test
  void nothingWrong_shouldBeNothing() {
    assertThat(AuditSide.wrong(Json.read(page(7, 0, 0, 0)))).isEmpty();
  }

  @Test
  void everythingThatIsWrong_shouldBeSaid() {
    assertThat(AuditSide.wrong(Json.read(page(7, 1, 2, 3))))
        .containsExactly("1 overdue", "2 unmatched", "3 paid_twice");
    assertThat(AuditSide.wrong(Json.read(page(0, 0, 0, 0)))).containsExactly("it has read nothing");
  }

  @Test
  void pageOfSomethingElse_shouldBeWrong() {
    assertThat(AuditSide.wrong(Json.read("{}"))).isNotEmpty();
  }

  private static String page(int read, int overdue, int unmatched, int twice) {
    return """
        {"running": true, "recordsRead": %d, "busyClocks": 0, "overdue": {"live": 0, "test": %d},
         "unmatched": %d, "findings": {"paid_twice": %d, "fault": 0}}
        """
        .formatted(read, overdue, unmatched, twice);
  }
}
