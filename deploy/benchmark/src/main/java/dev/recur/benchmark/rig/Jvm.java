package dev.recur.benchmark.rig;

import dev.recur.local.process.ChildSpec;
import dev.recur.local.process.Installation;
import dev.recur.local.process.JavaCommand;
import dev.recur.local.process.Readiness;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The JVM of what is measured: the same on both sides of a ratio. */
public final class Jvm {

  /** Most heap, in MiB. */
  public static final int HEAP_MB = 512;

  private Jvm() {}

  /** With both compilers, unlike the local stack's. */
  public static JavaCommand measured() {
    return JavaCommand.withHeap(HEAP_MB).with("-XX:TieredStopAtLevel=4");
  }

  /**
   * How one of the services is started in it.
   *
   * @param module its module
   * @param main its main class
   * @param log what it writes, in the directory in which it runs
   * @param port of its health endpoint, on the loopback address
   */
  static ChildSpec service(
      String module, String main, Map<String, String> environment, Path log, int port) {
    return service(measured(), module, main, environment, log, port);
  }

  /** The same in a JVM of its own kind. */
  static ChildSpec service(
      JavaCommand java,
      String module,
      String main,
      Map<String, String> environment,
      Path log,
      int port) {
    return new ChildSpec(
        module,
        java.main(Installation.find().classPath(module, "recur-" + module), main, List.of()),
        environment,
        Objects.requireNonNull(log.getParent()),
        log,
        Readiness.httpOk(URI.create("http://127.0.0.1:" + port + "/health/readiness")));
  }
}
