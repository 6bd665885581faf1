package dev.recur.service.admin;

import dev.recur.schemas.signature.Keys;
import dev.recur.service.input.CommonFields;
import dev.recur.service.input.Fields;
import dev.recur.service.mapping.TermsMapping;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.MerchantProfile.Registration;
import dev.recur.service.read.Merchants;
import dev.recur.service.terms.MethodProfile;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.serde.annotation.Serdeable;
import java.security.PublicKey;
import java.util.Objects;
import java.util.Set;

/** Registers merchants. */
@Controller(value = "/admin/merchants", port = "${recur.admin.port}")
@ExecuteOn(TaskExecutors.VIRTUAL)
final class MerchantController {

  private static final int NAME_CHARS_MAX = 128;
  private static final int PUBLIC_KEY_CHARS_MAX = 8192;
  private static final String SANDBOX_PREFIX = "SANDBOX_";

  private static final Set<String> NAMES =
      Set.of(
          "clientId", "name", "publicKey", "sandbox", "policies", "pciCertified", "methodProfile");

  private final MerchantRegistry registry;

  MerchantController(MerchantRegistry registry) {
    this.registry = registry;
  }

  /** A merchant, registered. */
  @Serdeable
  record Registered(String clientId, String platformPublicKey, int keyVersion) {}

  @Post(consumes = MediaType.ALL)
  Registered register(HttpRequest<byte[]> request) {
    MerchantProfile merchant = registry.register(read(Queries.body(request, NAMES)));
    return new Registered(
        merchant.clientId(), merchant.signer().publicKey(), merchant.signer().keyVersion());
  }

  private static Registration read(Fields body) {
    String clientId = body.text("clientId", CommonFields.ID_CHARS_MAX);
    if (!MerchantProfile.CLIENT_ID.matcher(clientId).matches()
        || clientId.equals(Merchants.GATEWAY_ID)) {
      throw body.refuse("clientId", "is no client id: send letters, digits, dots, _ and - only.");
    }
    body.optionalObject("policies").ifPresent(policies -> policies.only(CommonFields.POLICIES));
    Boolean sandbox = body.optionalBoolean("sandbox");
    if (sandbox == null) {
      throw body.refuse("sandbox", "is missing: send true, or false where money is to move.");
    }
    if (!sandbox && clientId.startsWith(SANDBOX_PREFIX)) {
      // Antom's SDK sends such a client to the sandbox path, which is closed to live merchants.
      throw body.refuse("clientId", "begins with SANDBOX_: send another for a live merchant.");
    }
    return new Registration(
        clientId,
        body.text("name", NAME_CHARS_MAX),
        publicKey(body),
        sandbox,
        TermsMapping.defaultPolicies().with(CommonFields.policies(body, "policies")),
        Boolean.TRUE.equals(body.optionalBoolean("pciCertified")),
        Objects.requireNonNullElse(
            body.optionalOneOf("methodProfile", MethodProfile.class), MethodProfile.AMS));
  }

  private static PublicKey publicKey(Fields body) {
    try {
      return Keys.publicKey(body.text("publicKey", PUBLIC_KEY_CHARS_MAX));
    } catch (IllegalArgumentException e) {
      throw body.refuse("publicKey", "cannot be taken. " + e.getMessage());
    }
  }
}
