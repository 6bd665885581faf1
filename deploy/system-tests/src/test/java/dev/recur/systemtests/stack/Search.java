package dev.recur.systemtests.stack;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;

/**
 * Looks for bytes in everything that the stack keeps: every record of every topic, those of the
 * stores' changelogs included, and every file that a process wrote. Topics are read twice: as files
 * they are there with what compaction has not yet taken away, but a batch may be compressed; a
 * consumer sees what is in it. A store's files may be compressed as well; what is random stands in
 * them as it is.
 */
public final class Search {

  private static final JsonMapper JSON = new JsonMapper();
  private static final JsonMapper ASCII_JSON =
      JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  /** What is looked for, by its first two bytes: few places have to be looked at any closer. */
  private final Map<Integer, List<Form>> wanted = new HashMap<>();

  private final BitSet starts = new BitSet(1 << Short.SIZE);
  private final Map<String, Set<String>> found = new TreeMap<>();
  private int places;

  /** Bytes that count as something that is looked for: two or more. */
  private static final class Form {

    private final String name;
    private final byte[] bytes;

    Form(String name, byte[] bytes) {
      this.name = name;
      this.bytes = bytes;
    }

    boolean isAt(byte[] in, int start) {
      int end = start + bytes.length;
      return end <= in.length && Arrays.equals(in, start, end, bytes, 0, bytes.length);
    }
  }

  /** Also looks for a text, in each form in which a text may stand somewhere. */
  public Search forText(String name, String text) {
    Set<String> forms = new HashSet<>(base64(text.getBytes(UTF_8)));
    forms.add(text);
    forms.add(URLEncoder.encode(text, UTF_8));
    forms.add(escaped(JSON, text));
    forms.add(escaped(ASCII_JSON, text));
    forms.forEach(form -> add(name, form.getBytes(UTF_8)));
    return this;
  }

  /** Also looks for bytes, as they are and in Base64. */
  public Search forBytes(String name, byte[] bytes) {
    add(name, bytes);
    base64(bytes).forEach(form -> add(name, form.getBytes(US_ASCII)));
    return this;
  }

  /** Looks for the same, and has found nothing yet. */
  public Search anew() {
    Search search = new Search();
    search.wanted.putAll(wanted);
    search.starts.or(starts);
    return search;
  }

  /** Looks at every topic and every file. */
  public void everywhere(Stack stack, StackKafka kafka) throws IOException {
    topics(kafka, kafka.topics());
    files(stack.runDirectory(), _ -> true);
  }

  /** Looks at every record that lies on some topics, with its key and headers. */
  public void topics(StackKafka kafka, Set<String> topics) {
    kafka.forEach(topics, record -> look("topic " + record.topic(), record));
  }

  /**
   * Looks at the files below a directory.
   *
   * @param which by the path below the directory
   */
  public void files(Path directory, Predicate<Path> which) throws IOException {
    Files.walkFileTree(
        directory,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Path below = directory.relativize(file);
            if (attributes.isRegularFile() && holdsText(file) && which.test(below)) {
              look("file " + below, bytes(file));
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
            return goOnWhenGone(e);
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException e)
              throws IOException {
            return e == null ? FileVisitResult.CONTINUE : goOnWhenGone(e);
          }
        });
  }

  /** Looks at a text. */
  public void look(String place, String text) {
    look(place, text.getBytes(UTF_8));
  }

  /** The places where something was found. */
  public Set<String> found(String name) {
    return found.getOrDefault(name, Set.of());
  }

  /** All that was found, by name. */
  public Map<String, Set<String>> found() {
    return found;
  }

  /** How many records, files and texts were looked at. */
  public int places() {
    return places;
  }

  private void look(String place, ConsumerRecord<byte[], byte[]> record) {
    look(place, record.key());
    look(place, record.value());
    for (Header header : record.headers()) {
      look(place, header.value());
    }
  }

  private void look(String place, byte @Nullable [] bytes) {
    if (bytes == null) {
      return;
    }
    places++;
    for (int at = 0; at + 1 < bytes.length; at++) {
      int start = start(bytes, at);
      if (starts.get(start)) {
        for (Form form : wanted.getOrDefault(start, List.of())) {
          if (form.isAt(bytes, at)) {
            found.computeIfAbsent(form.name, _ -> new TreeSet<>()).add(place);
          }
        }
      }
    }
  }

  private void add(String name, byte[] bytes) {
    int start = start(bytes, 0);
    starts.set(start);
    wanted.computeIfAbsent(start, _ -> new ArrayList<>()).add(new Form(name, bytes));
  }

  private static int start(byte[] bytes, int at) {
    return Byte.toUnsignedInt(bytes[at]) << Byte.SIZE | Byte.toUnsignedInt(bytes[at + 1]);
  }

  private static String escaped(JsonMapper json, String text) {
    try {
      String quoted = json.writeValueAsString(text);
      return quoted.substring(1, quoted.length() - 1);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Base64 of something that these bytes are a part of: they may begin at any of three places. */
  private static Set<String> base64(byte[] bytes) {
    Set<String> forms = new HashSet<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int first = (before * 8 + 5) / 6;
      int end = shifted.length * 8 / 6;
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        forms.add(new String(encoder.encode(shifted), US_ASCII).substring(first, end));
      }
    }
    return forms;
  }

  /** The broker's indices hold offsets and times only, and are mostly room for more. */
  private static boolean holdsText(Path file) {
    String name = file.getFileName().toString();
    return !name.endsWith(".index") && !name.endsWith(".timeindex");
  }

  /** A file that is gone by now has another in its place, which is read as well. */
  private static byte @Nullable [] bytes(Path file) throws IOException {
    try {
      return Files.readAllBytes(file);
    } catch (NoSuchFileException e) {
      return null;
    }
  }

  private static FileVisitResult goOnWhenGone(IOException e) throws IOException {
    if (e instanceof NoSuchFileException) {
      return FileVisitResult.CONTINUE;
    }
    throw e;
  }
}
