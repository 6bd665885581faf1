package dev.recur.local.journal;

import java.nio.file.Path;

/** A journal is damaged in its middle, which no crash of ours does: a person has to look. */
public final class DamagedJournalException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  DamagedJournalException(Path file, long offset) {
    super(
        "%s is damaged at byte %d, and good lines follow: restore it, or begin anew with up --fresh"
            .formatted(file, offset));
  }
}
