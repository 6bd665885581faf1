package dev.recur.local.process;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A JVM for the local stack: the one this process runs on, with a small heap and quick to start.
 *
 * @param heapMb most heap, in MiB
 * @param flags more flags for the JVM
 */
public record JavaCommand(int heapMb, List<String> flags) {

  public JavaCommand {
    flags = List.copyOf(flags);
  }

  /** A JVM with this much heap and no more flags. */
  public static JavaCommand withHeap(int heapMb) {
    return new JavaCommand(heapMb, List.of());
  }

  /** The same with more flags. */
  public JavaCommand with(String... more) {
    List<String> all = new ArrayList<>(flags);
    all.addAll(List.of(more));
    return new JavaCommand(heapMb, all);
  }

  /** The command that runs a class. */
  public List<String> main(String classPath, String mainClass, List<String> arguments) {
    List<String> command = jvm();
    command.addAll(List.of("-cp", classPath, mainClass));
    command.addAll(arguments);
    return command;
  }

  /** The command that runs a jar. */
  public List<String> jar(Path jar) {
    List<String> command = jvm();
    command.addAll(List.of("-jar", jar.toString()));
    return command;
  }

  private List<String> jvm() {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heapMb + "m");
    command.add("-Xss512k");
    command.add("-XX:+UseSerialGC");
    // The C1 compiler alone: half the start-up and less memory, for throughput nobody needs here.
    command.add("-XX:TieredStopAtLevel=1");
    command.add("-XX:+ExitOnOutOfMemoryError");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("--sun-misc-unsafe-memory-access=allow");
    command.addAll(flags);
    return command;
  }
}
