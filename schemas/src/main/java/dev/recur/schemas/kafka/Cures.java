package dev.recur.schemas.kafka;

import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.streams.errors.LockException;
import org.apache.kafka.streams.errors.MissingSourceTopicException;
import org.apache.kafka.streams.errors.ProcessorStateException;

/** What an operator can do about an error, in one line. */
public final class Cures {

  private static final int CAUSES_MAX = 20;

  private Cures() {}

  /** What happened and, where it is known, what to do. */
  public static String of(Throwable error) {
    Throwable innermost = error;
    Throwable cause = error;
    for (int i = 0; i < CAUSES_MAX && cause != null; i++) {
      String cure = cure(cause);
      if (!cure.isEmpty()) {
        return told(cause, error) + " - " + cure;
      }
      innermost = cause;
      cause = cause.getCause();
    }
    return told(innermost, error);
  }

  /** The cause, and where it was met. */
  private static String told(Throwable cause, Throwable error) {
    return cause.equals(error) ? inWords(error) : inWords(cause) + " (" + inWords(error) + ")";
  }

  private static String cure(Throwable error) {
    return switch (error) {
      case MissingSourceTopicException _ -> "run the deploy step that makes the topics";
      case UnknownTopicOrPartitionException _ -> "run the deploy step that makes the topics";
      case AuthenticationException _ -> "check the credentials in recur.kafka.properties";
      case AuthorizationException _ -> "grant this service's user what the message names";
      case TimeoutException _ ->
          "check that the brokers of recur.kafka.bootstrap-servers answer from here";
      case RecordTooLargeException _ ->
          "a record was not measured before it was written; report this as a bug";
      case LockException _ -> "give each process a recur.kafka.state-dir of its own";
      case ProcessorStateException _ ->
          "check the disk below recur.kafka.state-dir; deleting the directory makes it anew from"
              + " Kafka";
      default -> "";
    };
  }

  private static String inWords(Throwable error) {
    String message = error.getMessage();
    String name = error.getClass().getSimpleName();
    return message == null ? name : name + ": " + message;
  }
}
