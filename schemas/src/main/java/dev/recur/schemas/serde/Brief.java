package dev.recur.schemas.serde;

/** Somebody else's words, short enough for one line of ours and for a record's header. */
final class Brief {

  private static final int CHARACTERS_MAX = 300;

  private Brief() {}

  static String of(Throwable thrown) {
    return of(thrown.toString());
  }

  static String of(String text) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= CHARACTERS_MAX ? line : line.substring(0, CHARACTERS_MAX) + "…";
  }
}
