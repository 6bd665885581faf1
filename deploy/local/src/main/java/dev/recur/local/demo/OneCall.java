package dev.recur.local.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.recur.local.http.BadRequestException;
import dev.recur.local.http.Json;
import dev.recur.local.process.Installation;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/**
 * One call to the running stack. A merchant's is signed with the sample merchant's key, and its
 * answer is believed only where the platform has signed it; an operator's bears the admin token.
 */
@Command(
    name = "deploy/local/call",
    mixinStandardHelpOptions = true,
    description = {
      "Asks one thing of the stack that ./deploy/local/up has started, and prints the answer.",
      "0 where it was done, 1 where it was refused; the answer says why."
    },
    footer = {
      "",
      "As the sample merchant, signed:",
      "  ./deploy/local/call subscriptions/inquireSubscription '{...}'",
      "As the operator:",
      "  ./deploy/local/call POST /admin/test-clocks '{...}'",
      "  ./deploy/local/call GET '/events?subscriptionId=...'",
      "",
      "The calls there are: subscription-service/README.md",
      "Environment: RECUR_RUN_DIR"
    })
final class OneCall implements Callable<Integer> {

  private static final int REFUSED = 1;
  private static final Set<String> METHODS = Set.of("GET", "POST", "PATCH", "DELETE");
  private static final String FROM_INPUT = "-";

  private final Path stackFile;
  private final InputStream input;

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  @SuppressWarnings("NullAway.Init")
  @Parameters(
      arity = "1..3",
      paramLabel = "CALL",
      description =
          "A merchant's call and its body; or GET, POST, PATCH or DELETE, a path of the admin"
              + " API and its body. A body is a JSON object, or - to read it from standard input.")
  private List<String> words;

  /**
   * A call that is not made yet.
   *
   * @param stackFile how the stack is reached
   * @param input where a body may come from
   */
  OneCall(Path stackFile, InputStream input) {
    this.stackFile = stackFile;
    this.input = input;
  }

  /** Makes it. */
  public static void main(String[] args) {
    String asked = System.getenv().getOrDefault("RECUR_RUN_DIR", "");
    Path run = asked.isBlank() ? Installation.find().local().resolve("run") : Path.of(asked);
    System.exit(new CommandLine(new OneCall(run.resolve("stack.json"), System.in)).execute(args));
  }

  @Override
  public Integer call() throws IOException {
    if (!Files.exists(stackFile)) {
      return refused(
          "No stack is up (%s is not there): start it with ./deploy/local/up".formatted(stackFile));
    }
    Stack stack = Stack.read(stackFile);
    try (Loopback http = new Loopback()) {
      return METHODS.contains(words.getFirst()) ? operator(stack, http) : merchant(stack, http);
    } catch (DemoFailedException e) {
      return refused(String.valueOf(e.getMessage()));
    }
  }

  private int merchant(Stack stack, Loopback http) throws IOException {
    if (words.size() > 2) {
      throw new ParameterException(
          spec.commandLine(), "A merchant's call has one body: put it in quotes");
    }
    Map<String, Object> body =
        Json.mapper().convertValue(body(words.size() < 2 ? "{}" : words.get(1)), new Fields());
    Reply reply =
        new MerchantClient(stack.gateway(), stack.merchant(), http, InstantSource.system())
            .ask(words.getFirst(), body);
    print(reply.body());
    return reply.isSuccess() ? CommandLine.ExitCode.OK : REFUSED;
  }

  private int operator(Stack stack, Loopback http) throws IOException {
    if (words.size() < 2 || !words.get(1).startsWith("/")) {
      throw new ParameterException(
          spec.commandLine(),
          "%s what? Give a path, as /admin/test-clocks".formatted(words.get(0)));
    }
    HttpRequest.Builder request = new Operator(stack, http).request(path(words.get(1)));
    if (words.size() == 3) {
      request
          .header("Content-Type", "application/json")
          .method(words.getFirst(), BodyPublishers.ofString(Json.write(body(words.get(2)))));
    } else {
      request.method(words.getFirst(), BodyPublishers.noBody());
    }
    HttpResponse<byte[]> answer = http.send(request);
    if (answer.body().length > 0) {
      print(Json.read(new String(answer.body(), UTF_8)));
    }
    return answer.statusCode() / 100 == 2 ? CommandLine.ExitCode.OK : REFUSED;
  }

  private URI path(String word) {
    try {
      return URI.create(word);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "%s is no path: write what is special as %%XX".formatted(word), e);
    }
  }

  private JsonNode body(String word) throws IOException {
    try {
      return Json.readObject(word.equals(FROM_INPUT) ? input.readAllBytes() : word.getBytes(UTF_8));
    } catch (BadRequestException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + ": " + word, e);
    }
  }

  private void print(JsonNode answer) throws JsonProcessingException {
    spec.commandLine()
        .getOut()
        .println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(answer));
  }

  private int refused(String why) {
    spec.commandLine().getErr().println(why);
    return REFUSED;
  }

  /** A JSON object's. */
  private static final class Fields extends TypeReference<Map<String, Object>> {}
}
