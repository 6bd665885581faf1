package dev.recur.systemtests.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.serde.RecordCodecs;
import dev.recur.schemas.serde.RegistryOnLoopback;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SimulationTest {

  private final RegistryOnLoopback registry = new RegistryOnLoopback();
  private final RecordCodecs codecs =
      RecordCodecs.from(
          Map.of("schema.registry.url", registry.url(), "auto.register.schemas", "true"));

  @AfterEach
  void close() {
    codecs.close();
    registry.close();
  }

  @Test
  void thin() {
    Programs programs = new Programs(codecs);
    long start = System.nanoTime();
    int failed = 0;
    long steps = 0;
    int runs = Integer.getInteger("recur.simulation.runs", 200);
    for (long seed = 0; seed < runs; seed++) {
      Simulation simulation = new Simulation(programs, Scenario.of(seed), true).run();
      steps += simulation.steps();
      List<String> broken = Checks.of(simulation);
      if (!broken.isEmpty() && failed++ < 5) {
        System.out.println("SEED " + seed + " " + broken);
        if (failed == 1) {
          simulation.world().diary().forEach(System.out::println);
        }
      }
    }
    System.out.printf(
        "%d runs, %d failed, %d steps each, %.2f ms each%n",
        runs, failed, steps / runs, (System.nanoTime() - start) / 1e6 / runs);
    assertThat(failed).isZero();
  }
}
