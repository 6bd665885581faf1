package dev.recur.local.channel;

import dev.recur.local.channel.ledger.LedgerEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The sandbox's file, whole but for the disk. It lies in its package because nobody else is to read
 * it.
 */
public final class SimulatedJournal {

  private final List<LedgerEvent> events = new ArrayList<>();

  /** Keeps what happened. */
  public void append(List<LedgerEvent> happened) {
    events.addAll(happened);
  }

  /** Reads all of it, as a process that starts does. */
  public void read(Consumer<LedgerEvent> reader) {
    events.stream().map(LedgerCodec::encode).map(LedgerCodec::decode).forEach(reader);
  }
}
