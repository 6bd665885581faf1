package dev.recur.local.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/** The end of a log file, for error messages: what was said, without the frames of stack traces. */
final class LogTail {

  private static final int BYTES_MAX = 64 * 1024;
  private static final int LINES_MAX = 20;

  /** They would fill the lines there are, and hide what was thrown. */
  private static final String FRAME = "\tat ";

  private LogTail() {}

  /** The last lines, at most 20 of the last 64 KiB, or why they cannot be read. */
  static String of(Path logFile) {
    try (RandomAccessFile file = new RandomAccessFile(logFile.toFile(), "r")) {
      long start = Math.max(0, file.length() - BYTES_MAX);
      byte[] bytes = new byte[Math.toIntExact(file.length() - start)];
      file.seek(start);
      file.readFully(bytes);
      List<String> lines =
          new String(bytes, StandardCharsets.UTF_8)
              .lines()
              .filter(line -> !line.startsWith(FRAME))
              .toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_MAX), lines.size()));
    } catch (IOException e) {
      return "(it cannot be read: " + e.getMessage() + ")";
    }
  }
}
