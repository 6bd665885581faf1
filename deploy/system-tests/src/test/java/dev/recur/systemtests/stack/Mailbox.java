package dev.recur.systemtests.stack;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** What buyers were written. */
public final class Mailbox {

  private final Stack stack;

  Mailbox(Stack stack) {
    this.stack = stack;
  }

  /** The e-mails to an address, as {@code mailUrl} shows them, oldest first. */
  public List<JsonNode> mailsTo(String address) throws IOException {
    List<JsonNode> mails = new ArrayList<>();
    for (JsonNode mail : Http.getJson(stack.file().mailUrl())) {
      if (mail.required("to").asText().equals(address)) {
        mails.add(mail);
      }
    }
    return mails;
  }
}
