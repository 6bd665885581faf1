package dev.recur.local.journal;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * An append-only file of checked lines. What {@link #append} has promised survives SIGKILL and
 * power loss; a line that was cut short at the end is dropped at the next start.
 *
 * <p>Lines reach the file in the order of the calls. One thread writes: whatever has queued up
 * while it waited for the disk goes out with one write and one fsync.
 */
public final class Journal implements AutoCloseable {

  /** Most entries one write takes, which bounds its memory. */
  private static final int GROUP_ENTRIES_MAX = 1_000;

  private final FileChannel channel;
  private final LinkedBlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
  private final CompletableFuture<IOException> failed = new CompletableFuture<>();
  private final Thread writer;

  /** What {@link #close} waits for; nothing is queued behind it. */
  private @Nullable Entry last;

  private record Entry(List<String> lines, boolean last, CompletableFuture<Void> durable) {}

  private Journal(FileChannel channel, String name) {
    this.channel = channel;
    this.writer = Thread.ofPlatform().daemon().name("journal-" + name).unstarted(this::write);
  }

  /**
   * Opens a journal, made when missing, and hands over every line it holds, oldest first.
   *
   * @throws DamagedJournalException when a line that is not the last is not whole
   * @throws UncheckedIOException when the file cannot be read or written
   */
  public static Journal open(Path file, Consumer<String> replay) {
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      if (!Files.exists(file)) {
        Files.createFile(file);
      }
      long wholeBytes = read(file, replay);
      FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE);
      channel.truncate(wholeBytes);
      channel.position(wholeBytes);
      channel.force(true);
      Journal journal = new Journal(channel, String.valueOf(file.getFileName()));
      journal.writer.start();
      return journal;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Appends lines; none is a question whether all before is durable.
   *
   * @return completes when these lines and all before are on disk; exceptionally when the disk
   *     refuses, and then for every later call too: what is in memory is ahead of the file, and its
   *     holder should stop, see {@link #failed}; and when the journal is closed
   */
  public CompletableFuture<Void> append(List<String> lines) {
    Entry entry = new Entry(List.copyOf(lines), false, new CompletableFuture<>());
    synchronized (this) {
      if (last == null) {
        queue.add(entry);
      } else {
        entry.durable().completeExceptionally(new IOException("The journal is closed"));
      }
    }
    return entry.durable();
  }

  /** Completes, with the reason, if the disk ever refuses a line. */
  public CompletableFuture<IOException> failed() {
    return failed;
  }

  /** Returns when all that was appended is on disk, and closes the file; again, does no more. */
  @Override
  public void close() {
    Entry end;
    synchronized (this) {
      if (last == null) {
        last = new Entry(List.of(), true, new CompletableFuture<>());
        queue.add(last);
      }
      end = last;
    }
    end.durable().exceptionally(e -> null).join();
    try {
      channel.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void write() {
    List<Entry> group = new ArrayList<>();
    IOException failure = null;
    boolean ended = false;
    while (!ended) {
      try {
        group.add(queue.take());
      } catch (InterruptedException e) {
        return;
      }
      queue.drainTo(group, GROUP_ENTRIES_MAX);
      ended = group.stream().anyMatch(Entry::last);
      if (failure == null) {
        try {
          writeGroup(group);
        } catch (IOException e) {
          failure = e;
          failed.complete(e);
        }
      }
      for (Entry entry : group) {
        if (failure == null) {
          entry.durable().complete(null);
        } else {
          entry.durable().completeExceptionally(failure);
        }
      }
      group.clear();
    }
  }

  private void writeGroup(List<Entry> group) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    for (Entry entry : group) {
      for (String line : entry.lines()) {
        bytes.writeBytes(JournalLine.encode(line));
      }
    }
    if (bytes.size() == 0) {
      return;
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes.toByteArray());
    while (buffer.hasRemaining()) {
      channel.write(buffer);
    }
    channel.force(false);
  }

  /** Reads all whole lines and returns how many bytes they have. */
  private static long read(Path file, Consumer<String> replay) throws IOException {
    long wholeBytes = 0;
    boolean torn = false;
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
      ByteArrayOutputStream line = new ByteArrayOutputStream();
      for (int b = in.read(); b >= 0; b = in.read()) {
        if (b != '\n') {
          line.write(b);
          continue;
        }
        var text = JournalLine.decode(line.toByteArray());
        if (text.isEmpty()) {
          torn = true;
        } else if (torn) {
          throw new DamagedJournalException(file, wholeBytes);
        } else {
          replay.accept(text.get());
          wholeBytes += line.size() + 1L;
        }
        line.reset();
      }
    }
    return wholeBytes;
  }
}
