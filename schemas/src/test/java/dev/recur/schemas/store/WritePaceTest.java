package dev.recur.schemas.store;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class WritePaceTest {

  private static final long MIB = 1L << 20;

  /** What a disk and a processor can do at best. */
  private static final long MOST = 1_000 * MIB;

  @Test
  void whereFewFilesWait_shouldBeEven() {
    assertThat(new WritePace(2).bytesPerSecond(0)).isEqualTo(16 * MIB);
    assertThat(new WritePace(2).bytesPerSecond(20)).isEqualTo(16 * MIB);
    assertThat(new WritePace(2).bytesPerSecond(24)).isEqualTo(32 * MIB);
  }

  @Property
  void whereWritersWouldBeSlowedDown_shouldHoldNothingBack(
      @ForAll @IntRange(min = 1, max = 256) int processors,
      @ForAll @IntRange(min = WritePace.FILES_SLOW_DOWN) int files) {
    assertThat(new WritePace(processors).bytesPerSecond(files)).isGreaterThan(MOST);
  }

  @Property
  void moreFiles_shouldNeverBeWrittenSlower(
      @ForAll @IntRange(min = 1, max = 256) int processors,
      @ForAll @IntRange(max = 10_000) int files) {
    WritePace pace = new WritePace(processors);

    assertThat(pace.bytesPerSecond(files + 1L))
        .isBetween(pace.bytesPerSecond(files), WritePace.UNLIMITED_BYTES_PER_SECOND);
  }
}
