package dev.recur.systemtests.simulation;

import java.lang.reflect.Field;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.metrics.MetricConfig;
import org.apache.kafka.common.metrics.Metrics;
import org.apache.kafka.common.metrics.Sensor;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.streams.processor.internals.metrics.StreamsMetricsImpl;

/**
 * Kafka Streams' measurements, of which nothing is kept: to make the sensors of a task at each of
 * its starts, to feed them and to take them away would be a good part of all that a run does, and
 * nobody looks.
 */
final class Unmeasured {

  private static final long EXPIRED = -1;

  private Unmeasured() {}

  /** Metrics in which every sensor there ever was, and will be, is one that takes nothing. */
  static StreamsMetricsImpl of(String applicationId) throws ReflectiveOperationException {
    Metrics metrics = new Metrics();
    // What has expired takes no metric, and what is at TRACE is not recorded at INFO.
    Sensor nobody =
        metrics.sensor("nobody", new MetricConfig(), EXPIRED, Sensor.RecordingLevel.TRACE);
    Field sensors = Metrics.class.getDeclaredField("sensors");
    sensors.setAccessible(true);
    sensors.set(metrics, new Nobody(nobody));
    return new StreamsMetricsImpl(metrics, applicationId, Time.SYSTEM);
  }

  /** Whoever asks for a sensor is given this one. */
  private static final class Nobody extends ConcurrentHashMap<String, Sensor> {
    private static final long serialVersionUID = 1;

    private final transient Sensor sensor;

    Nobody(Sensor sensor) {
      this.sensor = sensor;
    }

    @Override
    public Sensor get(Object name) {
      return sensor;
    }
  }
}
