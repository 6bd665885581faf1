package dev.recur.schemas.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.recur.schemas.serde.Samples;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Feeds whoever reads what others write with inputs that are almost right. The seeds come first, as
 * they are, then what was found before, from {@code src/test/resources/fuzz/NAME}, then the seeds
 * changed; an input that leads to something new is changed further.
 *
 * <p>A finding is whatever the target throws, an input it does not come back from, and one that it
 * takes more memory for than it may. It is made smaller, left in {@code target/fuzz/NAME}, and
 * fails the test.
 *
 * <p>In the build a target gets a number of inputs, and the same ones each time: a build that was
 * green is green again, on whatever machine. {@code -Drecur.fuzz.seconds} feeds each for so long in
 * place of it, from a seed that no run had before and that it prints; {@code -Drecur.fuzz.seed} is
 * the number that a failure printed.
 */
public final class Fuzz {

  /** Who reads. */
  @FunctionalInterface
  public interface Target {

    /**
     * Reads, and throws where something is not as it must be.
     *
     * @return what became of the input, in one of few words
     */
    String take(byte[] input) throws Exception;
  }

  /** How many changed inputs a target gets in the build, where it does not say otherwise. */
  private static final int INPUTS = 1_000;

  /** Of the build. */
  private static final long SEED = 1;

  private static final String SECONDS_PROPERTY = "recur.fuzz.seconds";
  private static final String SEED_PROPERTY = "recur.fuzz.seed";

  /** After this long it does not come back. */
  private static final Duration HANGS_AFTER = Duration.ofSeconds(20);

  private static final Duration SHRINKS_FOR = Duration.ofSeconds(5);
  private static final Duration LOOKS_EVERY = Duration.ofMillis(200);

  /** What one input may cost beside a multiple of its own length. */
  private static final long ALLOCATED_BYTES_MAX = 32L * 1024 * 1024;

  private static final int ALLOCATED_PER_BYTE_MAX = 500;

  /** How many changes are made to an input at a time, at most. */
  private static final int CHANGES_MAX = 6;

  /** How many inputs are kept to be changed further. */
  private static final int POOL_MAX = 400;

  /** How many kinds of outcome are told apart; all further ones are {@link #OTHERS}. */
  static final int OUTCOMES_MAX = 2_000;

  static final String OTHERS = "others";

  private static final int SHOWN_BYTES_MAX = 300;

  private final String name;
  private final Mutator mutator;
  private final List<byte[]> seeds = new ArrayList<>();
  private @Nullable Long seconds = Long.getLong(SECONDS_PROPERTY);
  private long seed = Long.getLong(SEED_PROPERTY, seconds == null ? SEED : System.nanoTime());
  private int inputs = INPUTS;
  private boolean measured = true;

  // Of the feeding thread, and read by the test's.
  private volatile byte @Nullable [] current;
  private volatile long begunNanos;
  private volatile @Nullable AssertionError finding;

  private Fuzz(String name, Mutator mutator) {
    this.name = name;
    this.mutator = mutator;
  }

  /**
   * One target.
   *
   * @param name of the directory of what it has stumbled over
   */
  public static Fuzz of(String name, Mutator mutator) {
    return new Fuzz(name, mutator);
  }

  /**
   * One target that takes records, made from these; its work is done by a whole topology or by
   * other threads, so their memory is not counted.
   */
  public static Fuzz ofRecords(String name, List<? extends SpecificRecord> right) {
    return of(name, new AvroMutator(right.getFirst().getSchema()))
        .unmeasured()
        .seeds(right.stream().map(Samples::bytes).toList());
  }

  /**
   * An input in which one word is another of the same length, so that nothing is known of it yet.
   */
  public static byte[] renamed(byte[] input, String from, String to) {
    return new String(input, ISO_8859_1).replace(from, to).getBytes(ISO_8859_1);
  }

  /** Right inputs, from which the others are made. */
  public Fuzz seeds(byte[]... right) {
    seeds.addAll(List.of(right));
    return this;
  }

  /** Right inputs. */
  public Fuzz seeds(List<byte[]> right) {
    seeds.addAll(right);
    return this;
  }

  /** Right inputs. */
  public Fuzz seeds(String... right) {
    Stream.of(right).map(text -> text.getBytes(UTF_8)).forEach(seeds::add);
    return this;
  }

  /** Does not count memory: the work is done by other threads, or by a whole system. */
  public Fuzz unmeasured() {
    measured = false;
    return this;
  }

  /** How many changed inputs it gets in the build: by what one takes, all tests' time is short. */
  public Fuzz inputs(int count) {
    inputs = count;
    return this;
  }

  /** As in the build, whatever the properties say. */
  Fuzz asInTheBuild() {
    seconds = null;
    seed = SEED;
    return this;
  }

  /**
   * Feeds the target.
   *
   * @return how many inputs came to which outcome
   * @throws AssertionError when there is a finding
   */
  public Map<String, Long> run(Target target) {
    if (seconds != null) {
      System.out.printf("fuzz %s: %s%n", name, settings());
    }
    Feeder feeder = new Feeder(target);
    Thread thread = Thread.ofPlatform().daemon().name("fuzz-" + name).start(feeder);
    try {
      while (!thread.join(LOOKS_EVERY)) {
        byte[] input = current;
        if (input != null && System.nanoTime() - begunNanos > HANGS_AFTER.toNanos()) {
          AssertionError hangs = new AssertionError("does not come back; it is here");
          hangs.setStackTrace(thread.getStackTrace());
          throw finding(input, hangs);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
    AssertionError found = finding;
    if (found != null) {
      throw found;
    }
    long taken = feeder.outcomes.values().stream().mapToLong(count -> count).sum();
    if (seconds != null) {
      System.out.printf("fuzz %s: %d inputs, no finding%n", name, taken);
    } else {
      long all = (long) seeds.size() + kept().size() + inputs;
      if (taken != all) {
        throw new AssertionError("fuzz %s: fed %d inputs of %d".formatted(name, taken, all));
      }
    }
    return feeder.outcomes;
  }

  /** What makes the same inputs again. */
  private String settings() {
    return seconds == null
        ? "seed %d, %d inputs".formatted(seed, inputs)
        : "-D%s=%d -D%s=%d".formatted(SECONDS_PROPERTY, seconds, SEED_PROPERTY, seed);
  }

  private final class Feeder implements Runnable {

    private final Target target;
    private final RandomGenerator random = new SplittableRandom(seed);
    private final List<byte[]> pool = new ArrayList<>(seeds);
    private final Map<String, Long> outcomes = new TreeMap<>();

    Feeder(Target target) {
      this.target = target;
    }

    @Override
    public void run() {
      try {
        feed();
      } catch (AssertionError e) {
        finding = e;
      } catch (Throwable e) {
        // Errors too: the thread would end, and the target pass with the inputs it got until then.
        finding =
            new AssertionError(
                "fuzz %s: no input could be made, %s".formatted(name, settings()), e);
      }
    }

    private void feed() {
      // Not measured: whatever is read for the first time has classes to load.
      seeds.forEach(right -> takeWhole(right, false));
      kept().forEach(found -> takeWhole(found, measured));
      if (seconds == null) {
        for (int i = 0; i < inputs; i++) {
          feedAnother();
        }
      } else {
        long end = System.nanoTime() + Duration.ofSeconds(seconds).toNanos();
        while (System.nanoTime() < end) {
          feedAnother();
        }
      }
    }

    private void feedAnother() {
      byte[] input = next();
      if (take(input) && pool.size() < POOL_MAX) {
        pool.add(input);
      }
    }

    private byte[] next() {
      byte[] input = pool.get(random.nextInt(pool.size()));
      for (int i = random.nextInt(CHANGES_MAX); i >= 0; i--) {
        byte[] changed = mutator.mutate(input, random);
        if (changed.length > Mutator.BYTES_MAX) {
          break;
        }
        input = changed;
      }
      return input;
    }

    private void takeWhole(byte[] input, boolean isMeasured) {
      Throwable thrown = thrownBy(input, isMeasured);
      if (thrown != null) {
        throw finding(input, thrown);
      }
    }

    /** True when nothing before came to this outcome. */
    private boolean take(byte[] input) {
      int before = outcomes.size();
      Throwable thrown = thrownBy(input, measured);
      if (thrown != null) {
        byte[] smaller = smaller(input, thrown);
        throw finding(smaller, thrown);
      }
      return outcomes.size() > before;
    }

    private @Nullable Throwable thrownBy(byte[] input, boolean isMeasured) {
      byte[] given = input.clone();
      begunNanos = System.nanoTime();
      current = input;
      long allocated = allocatedBytes();
      try {
        count(target.take(given));
        long cost = allocatedBytes() - allocated;
        return isMeasured && cost > costMax(input)
            ? new AssertionError("takes " + cost + " bytes of memory")
            : null;
      } catch (Throwable e) {
        return e; // Also errors: the stack and the memory are what some inputs are after.
      } finally {
        current = null;
      }
    }

    private void count(String outcome) {
      boolean isTold = outcomes.size() < OUTCOMES_MAX || outcomes.containsKey(outcome);
      outcomes.merge(isTold ? outcome : OTHERS, 1L, Long::sum);
    }

    /** The input without whatever it fails without, as far as that is found in a moment. */
    private byte[] smaller(byte[] input, Throwable thrown) {
      long end = System.nanoTime() + SHRINKS_FOR.toNanos();
      byte[] best = input;
      for (int size = best.length / 2; size > 0; size /= 2) {
        int from = 0;
        while (from + size <= best.length && System.nanoTime() < end) {
          byte[] without = without(best, from, size);
          Throwable again = thrownBy(without, measured);
          if (again != null && again.getClass().equals(thrown.getClass())) {
            best = without;
          } else {
            from += size;
          }
        }
      }
      return best;
    }
  }

  private static byte[] without(byte[] input, int from, int size) {
    byte[] rest = Arrays.copyOf(input, input.length - size);
    System.arraycopy(input, from + size, rest, from, rest.length - from);
    return rest;
  }

  private static long costMax(byte[] input) {
    return ALLOCATED_BYTES_MAX + (long) ALLOCATED_PER_BYTE_MAX * input.length;
  }

  private static long allocatedBytes() {
    return ManagementFactory.getThreadMXBean() instanceof com.sun.management.ThreadMXBean threads
        ? threads.getCurrentThreadAllocatedBytes()
        : 0;
  }

  private AssertionError finding(byte[] input, Throwable thrown) {
    Path directory = Path.of("target", "fuzz", name);
    Path left = directory.resolve(Integer.toHexString(Arrays.hashCode(input)));
    try {
      Files.createDirectories(directory);
      Files.write(left, input);
    } catch (IOException e) {
      thrown.addSuppressed(e);
    }
    byte[] shown = Arrays.copyOf(input, Math.min(input.length, SHOWN_BYTES_MAX));
    return new AssertionError(
        "fuzz %s: %s%nby the input %s, %d bytes, %s; mend it, and keep the input in %s:%n%s"
            .formatted(
                name,
                thrown,
                left,
                input.length,
                settings(),
                keptIn(),
                new String(shown, ISO_8859_1).replaceAll("[^ -~]", ".")),
        thrown);
  }

  private Path keptIn() {
    return Path.of("src", "test", "resources", "fuzz", name);
  }

  /** What was found before. */
  private List<byte[]> kept() {
    if (!Files.isDirectory(keptIn())) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(keptIn())) {
      return files.sorted().map(Fuzz::read).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static byte[] read(Path file) {
    try {
      return Files.readAllBytes(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What was thrown, as an outcome: without what differs from one input to the next. */
  public static String outcome(Throwable thrown) {
    Throwable root = thrown;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    String words =
        String.valueOf(root.getMessage()).replaceAll("'.*?'|\".*?\"|[0-9]+|[^ -~]+", "#");
    return thrown.getClass().getSimpleName()
        + ", "
        + root.getClass().getSimpleName()
        + ": "
        + words.substring(0, Math.min(words.length(), 60));
  }
}
