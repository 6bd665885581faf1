package dev.recur.service.testing;

import dev.recur.schemas.signature.Keys;
import dev.recur.service.testing.HttpCaller.Response;
import io.micronaut.json.JsonMapper;
import io.micronaut.json.tree.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.security.KeyPair;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;

/** Calls the admin port with the operators' token. */
public final class Operator {

  private static final KeyPair KEYS = Keys.generate();

  private final RunningService service;
  private final HttpCaller http;

  /** An operator of a service. */
  public Operator(RunningService service) {
    this.service = service;
    this.http = new HttpCaller(service);
  }

  /** Sends anything. */
  public Response send(String method, String path, String body) {
    return http.send(
        method,
        service.adminUrl() + path,
        Map.of("Authorization", "Bearer " + RunningService.ADMIN_TOKEN),
        body);
  }

  /** Registers a merchant that nobody else uses. */
  public String newMerchant() {
    return newMerchant("M_" + UUID.randomUUID());
  }

  /** Registers a merchant. */
  public String newMerchant(String clientId) {
    Response response =
        send(
            "POST",
            "/admin/merchants",
            "{\"clientId\":\"%s\",\"name\":\"Club\",\"publicKey\":\"%s\",\"sandbox\":true}"
                .formatted(clientId, Keys.base64(KEYS.getPublic())));
    if (response.status() != 200) {
      throw new AssertionError(response.text());
    }
    return clientId;
  }

  /** An answer's body. */
  public Json json(Response response) {
    try {
      JsonNode node = service.bean(JsonMapper.class).readValue(response.body(), JsonNode.class);
      return new Json(Objects.requireNonNull(node));
    } catch (IOException e) {
      throw new UncheckedIOException(response.text(), e);
    }
  }
}
