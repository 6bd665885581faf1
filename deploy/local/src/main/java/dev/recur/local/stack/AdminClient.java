package dev.recur.local.stack;

import dev.recur.local.http.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;

/** Makes merchants known to the platform. */
public final class AdminClient {
  private static final Duration DEADLINE = Duration.ofSeconds(20);

  private final String adminUrl;
  private final String token;

  /**
   * Of a platform.
   *
   * @param adminUrl scheme, host and port of the operator's door
   * @param token that lets operators in
   */
  public AdminClient(String adminUrl, String token) {
    this.adminUrl = adminUrl;
    this.token = token;
  }

  /**
   * Creates a merchant, a sandbox; the same one again is answered the same.
   *
   * @param name as people call it
   * @param publicKey the merchant's own, X.509 in Base64
   * @return the platform's public key towards it, X.509 in Base64
   * @throws StackException when the platform refuses
   */
  public String createMerchant(String clientId, String name, String publicKey) {
    String body =
        Json.write(
            Map.of("clientId", clientId, "name", name, "publicKey", publicKey, "sandbox", true));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(adminUrl + "/admin/merchants"))
            .timeout(DEADLINE)
            .header("Authorization", "Bearer " + token)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new StackException(
            name
                + " could not be created: HTTP "
                + answer.statusCode()
                + " "
                + answer.body()
                + ". Data of another stack? Try --fresh");
      }
      return Json.read(answer.body()).path("platformPublicKey").asText();
    } catch (IOException e) {
      throw new StackException(name + " could not be created: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StackException("Interrupted while creating " + name, e);
    }
  }
}
