package dev.recur.benchmark.report;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.apache.kafka.common.utils.AppInfoParser;

/**
 * Where, when and with what it was measured.
 *
 * @param memoryGiB of the whole machine
 * @param kafka version of its clients; the broker is the one of {@code deploy/local}
 * @param load the machine's load average of the last minute; what else runs on it disturbs
 */
public record Machine(
    Instant at,
    int processors,
    long memoryGiB,
    String java,
    String kafka,
    String system,
    double load) {

  /** This one, now. */
  public static Machine now() {
    return new Machine(
        Instant.now().truncatedTo(ChronoUnit.SECONDS),
        Runtime.getRuntime().availableProcessors(),
        memoryBytes() >> 30,
        Runtime.version().toString(),
        AppInfoParser.getVersion(),
        System.getProperty("os.name") + " " + System.getProperty("os.version"),
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private static long memoryBytes() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
  }
}
