package dev.recur.local.process;

/** One or several processes that others depend on. */
public interface Living extends AutoCloseable {

  /**
   * Returns while none of them has ended by itself. One that was killed on purpose counts as
   * living: it is to be restarted.
   *
   * @throws ChildFailedException when one has; the message says which, with its exit code and the
   *     last lines of its log
   */
  void checkAlive();

  /** Ends them. */
  @Override
  void close();
}
