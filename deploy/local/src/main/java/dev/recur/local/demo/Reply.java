package dev.recur.local.demo;

import com.fasterxml.jackson.databind.JsonNode;

/** The platform's answer to a merchant. */
record Reply(JsonNode body) {

  boolean isSuccess() {
    return status().equals("S");
  }

  /** True while it is not known what comes of the request. */
  boolean isUnknown() {
    return status().equals("U");
  }

  /** The result's code, for example SUCCESS. */
  String code() {
    return body.at("/result/resultCode").asText();
  }

  /** The result's sentence. */
  String message() {
    return body.at("/result/resultMessage").asText();
  }

  private String status() {
    return body.at("/result/resultStatus").asText();
  }
}
