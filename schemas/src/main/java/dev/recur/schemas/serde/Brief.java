package dev.recur.schemas.serde;

/** Somebody else's words, short enough for one line of ours and for a record's header. */
final class Brief {

  private static final int CHARACTERS_MAX = 300;
  private static final int CAUSES_MAX = 16;

  private Brief() {}

  static String of(Throwable thrown) {
    return of(thrown.toString());
  }

  /** The words of the cause that has no cause: those around it only say that something failed. */
  static String ofRoot(Throwable thrown) {
    Throwable root = thrown;
    for (int depth = 0; depth < CAUSES_MAX; depth++) {
      Throwable cause = root.getCause();
      if (cause == null) {
        break;
      }
      root = cause;
    }
    return of(root);
  }

  static String of(String text) {
    return of(text, CHARACTERS_MAX);
  }

  static String of(String text, int charactersMax) {
    String line = text.strip().replaceAll("\\s+", " ");
    return line.length() <= charactersMax ? line : line.substring(0, charactersMax) + "…";
  }
}
