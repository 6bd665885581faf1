package dev.recur.local.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AotCacheIT {

  private static final Duration READY_WITHIN = Duration.ofSeconds(30);

  /** What the JVM says of a class that it takes from a cache. */
  private static final String FROM_CACHE = Program.class.getName() + " source: shared objects file";

  @TempDir Path directory;

  private Path jar;
  private Path caches;

  /** Takes a lock where it is told of one, says that it is ready, and stays. */
  static final class Program {

    private Program() {}

    @SuppressWarnings("resource") // the lock is the process's, until its end
    public static void main(String[] args) throws Exception {
      if (args.length > 1) {
        new RandomAccessFile(args[1], "rw").getChannel().lock();
      }
      Files.createFile(Path.of(args[0]));
      new CountDownLatch(1).await();
    }
  }

  @BeforeEach
  void aProgramInAJar() throws IOException {
    jar = directory.resolve("program.jar");
    caches = directory.resolve("caches");
    String name = Program.class.getName().replace('.', '/') + ".class";
    try (InputStream compiled = Program.class.getClassLoader().getResourceAsStream(name);
        JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
      assertThat(compiled).isNotNull();
      out.putNextEntry(new JarEntry(name));
      compiled.transferTo(out);
    }
  }

  @Test
  void trained_nextStart_shouldTakeItsClassesFromTheCache() throws IOException {
    // What a training that was killed has left, and the cache of an earlier build.
    Files.createDirectories(caches);
    Files.writeString(caches.resolve("program.recorded"), "half");
    Files.writeString(caches.resolve("program.unfinished"), "half");
    Files.writeString(AotCache.of(caches, program()).file(), "earlier");
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    AotCache cache = AotCache.of(caches, program());
    assertThat(cache.use().command()).isEqualTo(program().command());

    assertThat(cache.train(READY_WITHIN)).isTrue();

    assertThat(logOf(AotCache.of(caches, program()).use())).contains(FROM_CACHE);
    try (Stream<Path> left = Files.list(caches)) {
      assertThat(left.map(caches::relativize).map(Path::toString))
          .containsExactlyInAnyOrder(
              cache.file().getFileName().toString(), "program.lock", "program.log");
    }
  }

  @Test
  void name_shouldTellJarsAndFlagsApart_andNotArguments() throws IOException {
    JavaCommand java = JavaCommand.withHeap(32);
    Path first = file(java, jar, "a");
    assertThat(file(java, jar, "b")).isEqualTo(first);
    assertThat(file(java.with("-XX:TieredStopAtLevel=4"), jar, "a")).isNotEqualTo(first);

    FileTime time = Files.getLastModifiedTime(jar);
    Files.setLastModifiedTime(jar, FileTime.fromMillis(0));
    assertThat(file(java, jar, "a")).isNotEqualTo(first);
    Files.writeString(jar, "more", StandardOpenOption.APPEND);
    Files.setLastModifiedTime(jar, time);
    assertThat(file(java, jar, "a")).isNotEqualTo(first);

    Path folder = Path.of(directory.toString(), "*");
    Path before = file(java, folder, "a");
    Files.copy(jar, directory.resolve("another.jar"));
    assertThat(file(java, folder, "a")).isNotEqualTo(before);
  }

  private Path file(JavaCommand java, Path classPath, String argument) {
    return AotCache.of(
            caches,
            program().withCommand(java.main(classPath.toString(), "Program", List.of(argument))))
        .file();
  }

  @Test
  void cacheThatTheJvmRefuses_shouldStartWithout_andSaySoInTheLog() throws IOException {
    AotCache cache = AotCache.of(caches, program());
    Files.createDirectories(caches);
    Files.write(cache.file(), new byte[4096]);

    assertThat(logOf(cache.use())).contains("[aot").doesNotContain(FROM_CACHE);
  }

  @Test
  void trainingBesideAnotherThread_shouldLeaveItToThat() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    ChildSpec program = program();
    ChildSpec held =
        new ChildSpec(
            program.name(),
            program.command(),
            program.environment(),
            program.directory(),
            program.logFile(),
            () -> {
              started.countDown();
              goOn.await();
              return program.readiness().isReady();
            });
    CompletableFuture<Boolean> first =
        CompletableFuture.supplyAsync(() -> AotCache.of(caches, held).train(READY_WITHIN));
    started.await();
    try {
      assertThat(AotCache.of(caches, program).train(READY_WITHIN)).isFalse();
      assertThat(AotCache.of(caches, program).exists()).isFalse();
    } finally {
      goOn.countDown();
    }
    assertThat(first.join()).isTrue();
    assertThat(AotCache.of(caches, program).exists()).isTrue();
  }

  @Test
  void trainingBesideAnotherProcess_shouldLeaveItToThat_andBeFreeAfterItWasKilled()
      throws IOException {
    Files.createDirectories(caches);
    try (ChildProcess other =
        ChildProcess.start(program(caches.resolve("program.lock").toString()))) {
      other.awaitReady(READY_WITHIN);
      assertThat(AotCache.of(caches, program()).train(READY_WITHIN)).isFalse();
      other.kill();
    }
    AotCache cache = AotCache.of(caches, program());
    Files.writeString(cache.file(), "laid by it");
    assertThat(cache.train(READY_WITHIN)).isTrue();
  }

  @Test
  void programThatDoesNotStart_shouldLayNothing_andSayWhy() {
    AotCache cache =
        AotCache.of(
            caches,
            program()
                .withCommand(
                    JavaCommand.withHeap(32).main(jar.toString(), "no.such.Program", List.of())));

    assertThatThrownBy(() -> cache.train(READY_WITHIN))
        .isInstanceOf(ChildFailedException.class)
        .hasMessageContaining("no.such.Program");
    assertThat(cache.exists()).isFalse();
  }

  @Test
  void directoryThatCannotBeWritten_shouldSayWhich() throws IOException {
    Files.writeString(caches, "a file");

    assertThatThrownBy(() -> AotCache.of(caches, program()).train(READY_WITHIN))
        .isInstanceOf(ChildFailedException.class)
        .hasMessageContaining(caches.toString());
  }

  /** The log of one start. */
  private static String logOf(ChildSpec start) throws IOException {
    try (ChildProcess process = ChildProcess.start(start)) {
      process.awaitReady(READY_WITHIN);
    }
    return Files.readString(start.logFile());
  }

  private ChildSpec program(String... more) {
    Path ready = directory.resolve("ready");
    List<String> arguments = new ArrayList<>(List.of(ready.toString()));
    arguments.addAll(List.of(more));
    return new ChildSpec(
        "program",
        JavaCommand.withHeap(32)
            .with("-Xlog:class+load")
            .main(jar.toString(), Program.class.getName(), arguments),
        Map.of(),
        directory,
        directory.resolve("program.log"),
        () -> Files.deleteIfExists(ready));
  }
}
