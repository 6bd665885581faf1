package dev.recur.schemas.serde;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.recur.schemas.avro.ChargeResult;
import dev.recur.schemas.fuzz.AnswersOnLoopback;
import dev.recur.schemas.fuzz.Fuzz;
import dev.recur.schemas.fuzz.Mutator;
import dev.recur.schemas.topic.Topics;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Whatever answers where the registry should: it is an answer to what was asked, or one of the
 * exceptions that the client declares; an id is one that a record can name.
 */
class RegistryFuzzTest {

  private static final Schema SCHEMA = ChargeResult.getClassSchema();
  private static final List<String> CALLS =
      List.of("by id", "record", "register", "look up", "latest", "compatibility");
  private static final List<Integer> STATUSES = List.of(200, 404, 409, 422, 401);

  private final AnswersOnLoopback server = new AnswersOnLoopback();
  private int asked;

  @AfterEach
  void close() throws IOException {
    server.close();
  }

  /** The first byte says which call, and with which status it is answered. */
  @Test
  void anyBody_shouldBeAnAnswerOrRefused() {
    List<String> right =
        List.of(
            "{\"id\":7,\"version\":3,\"subject\":\"s\",\"schema\":\"\\\"string\\\"\"}",
            "{\"id\":7,\"version\":3,\"schemaType\":\"AVRO\",\"references\":[],\"schema\":"
                + "\"{\\\"type\\\":\\\"record\\\",\\\"name\\\":\\\"R\\\",\\\"fields\\\":["
                + "{\\\"name\\\":\\\"f\\\",\\\"type\\\":{\\\"type\\\":\\\"fixed\\\","
                + "\\\"name\\\":\\\"F\\\",\\\"size\\\":16},\\\"order\\\":\\\"ignore\\\"}]}\"}",
            "{\"compatibilityLevel\":\"FULL_TRANSITIVE\"}",
            "{\"error_code\":40403,\"message\":\"Schema not found\"}",
            "{\"error_code\":409,\"message\":\"not compatible\"}");
    List<byte[]> seeds = new ArrayList<>();
    for (int kind = 0; kind < CALLS.size() * STATUSES.size(); kind++) {
      for (String body : right) {
        seeds.add((((char) kind) + body).getBytes(UTF_8));
      }
    }
    try (RegistryClient client = RegistryClient.from(config(Duration.ofSeconds(10)));
        RecordCodecs codecs = RecordCodecs.from(config(Duration.ofSeconds(10)))) {
      RecordCodec<ChargeResult> codec = codecs.of(Topics.CHARGE_RESULTS);

      assertThat(
              Fuzz.of(
                      "registry-bodies",
                      Mutator.behind(
                          1,
                          Mutator.oneOf(
                              Mutator.json("AVRO", "PROTOBUF", "schema", "id"), Mutator.bytes())))
                  .seeds(seeds)
                  .run(input -> asked(client, codec, input)))
          .containsKeys("a schema", "an id", "a version", "a level")
          .hasSizeGreaterThan(8);
    }
  }

  /** The whole answer, its head too. */
  @Test
  void anyAnswer_shouldBeGivenUpInTime() {
    byte[] body = "{\"compatibilityLevel\":\"FULL\"}".getBytes(UTF_8);
    try (RegistryClient client = RegistryClient.from(config(Duration.ofMillis(150)))) {
      assertThat(
              Fuzz.of(
                      "registry-answers",
                      Mutator.oneOf(
                          Mutator.bytes(),
                          Mutator.text(
                              "HTTP/1.1",
                              "100",
                              "204",
                              "301",
                              "401",
                              "407",
                              "429",
                              "500",
                              "chunked",
                              "Transfer-Encoding: ",
                              "Content-Length: ",
                              "Content-Encoding: gzip")))
                  .unmeasured()
                  .inputs(20)
                  .seeds(withHead(200, body), withHead(404, body))
                  .run(
                      input -> {
                        server.answer(input);
                        long begun = System.nanoTime();
                        String outcome = outcome(() -> level(client));
                        assertThat(Duration.ofNanos(System.nanoTime() - begun))
                            .isLessThan(Duration.ofSeconds(5));
                        return outcome;
                      }))
          .containsKey("a level");
    }
  }

  private String asked(RegistryClient client, RecordCodec<ChargeResult> codec, byte[] input) {
    if (input.length == 0) {
      return "nothing";
    }
    int kind = Byte.toUnsignedInt(input[0]);
    byte[] body = Arrays.copyOfRange(input, 1, input.length);
    server.answer(withHead(STATUSES.get(kind / CALLS.size() % STATUSES.size()), body));
    // Answers are remembered.
    int number = ++asked;
    String subject = "s-" + number;
    return switch (CALLS.get(kind % CALLS.size())) {
      case "by id" ->
          outcome(
              () -> {
                assertThat(client.schemaById(number, subject)).isNotNull();
                return "a schema";
              });
      case "record" ->
          outcome(
              () -> {
                codec.decode(Samples.record(number, new byte[] {2, 'k'}));
                return "a value";
              });
      case "register" -> outcome(() -> id(client.register(subject, SCHEMA), body));
      case "look up" -> outcome(() -> id(client.lookUp(subject, SCHEMA), body));
      case "latest" ->
          outcome(
              () -> {
                RegisteredSchema latest = client.latest(subject);
                id(latest.version(), body);
                id(latest.id(), body);
                return "a version";
              });
      default -> outcome(() -> level(client));
    };
  }

  private static String level(RegistryClient client) {
    assertThat(client.compatibility("s")).isNotNull();
    return "a level";
  }

  /** As it stands there, and no record may name less. */
  private static String id(int id, byte[] body) {
    assertThat(id).isPositive();
    assertThat(new String(body, UTF_8)).contains(Integer.toString(id));
    return "an id";
  }

  private interface Question {
    String ask();
  }

  private static String outcome(Question question) {
    try {
      return question.ask();
    } catch (RegistryException | UnsupportedSchemaException | UndecodableRecordException e) {
      assertThat(e.toString()).hasSizeLessThan(5_000).doesNotContain("\n");
      return Fuzz.outcome(e);
    }
  }

  private Map<String, Object> config(Duration timeout) {
    Map<String, Object> config = new HashMap<>(Samples.config(server.url()));
    config.put(SerdeConfig.RETRIES_MAX, 0);
    config.put(SerdeConfig.READ_TIMEOUT_MS, (int) timeout.toMillis());
    return config;
  }

  private static byte[] withHead(int status, byte[] body) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        "HTTP/1.1 %d X\r\nContent-Length: %d\r\nConnection: close\r\n\r\n"
            .formatted(status, body.length)
            .getBytes(ISO_8859_1));
    out.writeBytes(body);
    return out.toByteArray();
  }
}
