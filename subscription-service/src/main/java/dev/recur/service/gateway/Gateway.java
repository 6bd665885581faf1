package dev.recur.service.gateway;

import dev.recur.service.Deadline;
import dev.recur.service.command.CommandSettings;
import dev.recur.service.command.Reply;
import dev.recur.service.gateway.wire.Answer;
import dev.recur.service.gateway.wire.Refusal;
import dev.recur.service.gateway.wire.Result;
import dev.recur.service.gateway.wire.ResultCode;
import dev.recur.service.input.Fields;
import dev.recur.service.input.InvalidInputException;
import dev.recur.service.read.MerchantProfile;
import dev.recur.service.read.Merchants;
import dev.recur.service.read.PlatformSigner;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micronaut.json.JsonMapper;
import io.micronaut.scheduling.TaskExecutors;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers requests. Whatever comes, there is an answer with a result, signed: with the merchant's
 * platform key where the client is known, with the gateway's own key otherwise.
 */
@Singleton
final class Gateway {

  static final String LIVE_PREFIX = "/ams/api/v1/";
  static final String SANDBOX_PREFIX = "/ams/sandbox/api/v1/";

  private static final Logger LOG = LoggerFactory.getLogger(Gateway.class);

  /** What ends at the deadline has so long to say so; it may know more than that time is up. */
  private static final Duration GRACE = Duration.ofSeconds(2);

  private final Map<String, Operation> operations;
  private final Merchants merchants;
  private final SignatureGate gate;
  private final JsonMapper json;
  private final InstantSource clock;
  private final MeterRegistry meters;
  private final ExecutorService threads;

  /** One for all that a request waits for, one thing after the other. */
  private final Duration patience;

  Gateway(
      List<Operation> operations,
      Merchants merchants,
      SignatureGate gate,
      JsonMapper json,
      InstantSource clock,
      MeterRegistry meters,
      @Named(TaskExecutors.VIRTUAL) ExecutorService threads,
      CommandSettings settings) {
    this.operations =
        operations.stream().collect(Collectors.toMap(Operation::path, Function.identity()));
    this.merchants = merchants;
    this.gate = gate;
    this.json = json;
    this.clock = clock;
    this.meters = meters;
    this.threads = threads;
    this.patience = settings.decisionTimeout();
  }

  /**
   * Answers one request, in time whatever it waits for: on a thread of its own, which goes on when
   * time is up. Never fails.
   *
   * @param bodyWithin how long its body may take to come
   */
  CompletableFuture<SignedAnswer> answer(RawRequest request, Duration bodyWithin) {
    Timer.Sample begun = Timer.start(meters);
    MerchantProfile merchant = merchants.find(printable(request.clientId()));
    Duration atMost = bodyWithin.plus(patience).plus(GRACE);
    return CompletableFuture.supplyAsync(() -> answered(request, merchant), threads)
        .orTimeout(atMost.toNanos(), TimeUnit.NANOSECONDS)
        .exceptionallyAsync(why -> unknown(request, why), threads)
        .thenApply(
            answer -> {
              begun.stop(timer(request, answer));
              return signed(request, merchant, answer);
            });
  }

  private static Answer unknown(RawRequest request, Throwable why) {
    if (why instanceof TimeoutException) {
      logged(request, "A request was not answered in time.", null);
    } else {
      logged(request, "A request could not be answered.", why);
    }
    return new Answer.Plain(Results.of(new Reply.Undecided(Reply.Why.NO_ANSWER)));
  }

  private SignedAnswer signed(
      RawRequest request, @Nullable MerchantProfile merchant, Answer answer) {
    String clientId = printable(request.clientId());
    byte[] body = encode(answer);
    if (request.method().equals("HEAD")) {
      body = new byte[0]; // HTTP sends none, and what is signed is what is sent.
    }
    PlatformSigner signer = merchant == null ? merchants.gatewaySigner() : merchant.signer();
    String time = Long.toString(clock.millis());
    String signature = signer.sign(request.method(), request.target(), clientId, time, body);
    return new SignedAnswer(clientId, time, signature, body);
  }

  /** Both tags have few values: strangers cannot make new ones. */
  private Timer timer(RawRequest request, Answer answer) {
    String call = call(request);
    return Timer.builder("recur.gateway.requests")
        .description("requests of merchants, by what became of them")
        .tag("call", operations.containsKey(call) ? call : "none")
        .tag("code", answer.result().resultCode())
        .register(meters);
  }

  /** What it answers, whatever happens meanwhile. */
  private Answer answered(RawRequest request, @Nullable MerchantProfile merchant) {
    try {
      return decide(request, merchant);
    } catch (Refusal refusal) {
      return new Answer.Plain(refusal.result());
    } catch (InvalidInputException invalid) {
      return new Answer.Plain(Result.of(ResultCode.PARAM_ILLEGAL, invalid.inWords()));
    } catch (RuntimeException e) {
      logged(request, "A request could not be answered.", e);
      return new Answer.Plain(
          Result.of(
              ResultCode.UNKNOWN_EXCEPTION,
              "Something is wrong here and was logged: repeat the same request."));
    }
  }

  private static void logged(RawRequest request, String what, @Nullable Throwable why) {
    LOG.atError()
        .setCause(why)
        .addKeyValue("clientId", printable(request.clientId()))
        .addKeyValue("path", request.path())
        .log(what);
  }

  private Answer decide(RawRequest request, @Nullable MerchantProfile merchant) {
    Operation operation = operation(request);
    checkMediaType(request.contentType());
    if (merchant == null) {
      throw new Refusal(
          ResultCode.UNKNOWN_CLIENT,
          "There is no client with this Client-Id: send the one you were registered with.");
    }
    byte[] body = request.body().read();
    gate.check(request, merchant, body);
    if (request.target().startsWith(SANDBOX_PREFIX) && !merchant.sandbox()) {
      throw new Refusal(
          ResultCode.ACCESS_DENIED,
          "A live client cannot call the sandbox: call "
              + LIVE_PREFIX
              + " or use a sandbox client.");
    }
    return Deadline.within(patience, () -> operation.answer(merchant, Fields.parse(body)));
  }

  private static String call(RawRequest request) {
    String path = request.path();
    for (String prefix : List.of(LIVE_PREFIX, SANDBOX_PREFIX)) {
      if (path.startsWith(prefix)) {
        return path.substring(prefix.length());
      }
    }
    return "";
  }

  private Operation operation(RawRequest request) {
    Operation operation = operations.get(call(request));
    if (operation == null) {
      throw new Refusal(
          ResultCode.NO_INTERFACE_DEF, "There is no such call: see the list of paths.");
    }
    if (!request.method().equals("POST")) {
      throw new Refusal(
          ResultCode.METHOD_NOT_SUPPORTED, "This call takes no such method: use POST.");
    }
    return operation;
  }

  /** JSON in UTF-8; one who names no type is believed to mean it. */
  private static void checkMediaType(@Nullable String contentType) {
    if (contentType == null) {
      return;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
    boolean acceptable = parts[0].strip().equals("application/json");
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().replace("\"", "");
      if (parameter.startsWith("charset=")) {
        acceptable &= parameter.equals("charset=utf-8");
      }
    }
    if (!acceptable) {
      throw new Refusal(
          ResultCode.MEDIA_TYPE_NOT_ACCEPTABLE,
          "The body is not announced as JSON in UTF-8: send Content-Type: application/json;"
              + " charset=UTF-8.");
    }
  }

  /** What may be said back to a stranger in a header. */
  private static String printable(@Nullable String clientId) {
    return clientId != null && MerchantProfile.CLIENT_ID.matcher(clientId).matches()
        ? clientId
        : "";
  }

  private byte[] encode(Answer answer) {
    try {
      return json.writeValueAsBytes(answer);
    } catch (IOException e) {
      throw new UncheckedIOException("An answer cannot be written as JSON.", e);
    }
  }
}
