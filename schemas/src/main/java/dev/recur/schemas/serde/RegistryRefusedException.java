package dev.recur.schemas.serde;

/** The registry understood the request and says no. Asking again gives the same answer. */
public final class RegistryRefusedException extends RegistryException {

  /** Confluent's code for a subject that does not exist. */
  public static final int SUBJECT_NOT_FOUND = 40401;

  /** Confluent's code for a schema, or a schema's id, that does not exist. */
  public static final int SCHEMA_NOT_FOUND = 40403;

  private final int status;
  private final int errorCode;

  /**
   * @param status HTTP status of the answer, 400 to 499
   * @param errorCode the registry's own code; the status where it gives none
   */
  public RegistryRefusedException(String message, int status, int errorCode) {
    super(message, null);
    this.status = status;
    this.errorCode = errorCode;
  }

  /** HTTP status of the answer, 400 to 499. */
  public int status() {
    return status;
  }

  /** The registry's own code, for example {@link #SCHEMA_NOT_FOUND}. */
  public int errorCode() {
    return errorCode;
  }
}
