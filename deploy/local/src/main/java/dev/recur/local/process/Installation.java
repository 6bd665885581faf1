package dev.recur.local.process;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Where the build put what the stack runs.
 *
 * @param root the repository's top folder
 */
public record Installation(Path root) {

  /** The installation that this class was built in. */
  public static Installation find() {
    try {
      Path code =
          Path.of(Installation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      for (Path at = code; at != null; at = at.getParent()) {
        if (Files.isRegularFile(at.resolve("mvnw"))) {
          return new Installation(at);
        }
      }
      throw new IllegalStateException("Not inside a Recur checkout: " + code);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** {@code deploy/local}. */
  public Path local() {
    return root.resolve("deploy/local");
  }

  /** The broker's jars. */
  public Path brokerLib() {
    return built(local().resolve("servers/target/broker-lib"));
  }

  /** The registry, unpacked. */
  public Path registry() {
    return built(local().resolve("servers/target/registry"));
  }

  /** Where the AOT caches of what the stack runs lie. */
  public Path aotCaches() {
    return local().resolve("target/aot");
  }

  /** The class path of a module of this build, for example {@code billing-worker}. */
  public String classPath(String folder, String artifact) {
    Path target = root.resolve(folder).resolve("target");
    return built(target.resolve(artifact + ".jar")) + ":" + target.resolve("lib") + "/*";
  }

  private static Path built(Path path) {
    if (!Files.exists(path)) {
      throw new IllegalStateException(
          path + " is missing: run ./mvnw -Pquick package -DskipTests once");
    }
    return path;
  }
}
