package dev.recur.systemtests.stack;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {

  private static final String NAME = "Zoë \"the quill\" 墨";
  private static final byte[] KEY = {0, -1, 127, -128, 5, 6, 7, 8};

  @TempDir Path directory;

  private final Search search = new Search().forText("name", NAME).forBytes("key", KEY);

  @Test
  void text_shouldBeFound_inEachFormItMayHave() {
    search.look("plain", "x" + NAME + "y");
    search.look("JSON", "{\"a\":\"Zoë \\\"the quill\\\" 墨\"}");
    search.look("ASCII JSON", "{\"a\":\"Zo\\u00EB \\\"the quill\\\" \\u58A8\"}");
    search.look("URL", "https://x.example/?name=" + URLEncoder.encode(NAME, UTF_8) + "&a=b");
    for (String before : new String[] {"", "a", "ab", "abc"}) {
      byte[] within = (before + NAME + "abc").getBytes(UTF_8);
      search.look("Base64 after " + before, Base64.getEncoder().encodeToString(within));
      search.look("Base64 URL after " + before, Base64.getUrlEncoder().encodeToString(within));
    }
    search.look("something else", "Zoë");
    assertThat(search.places()).isEqualTo(13);
    assertThat(search.found("name")).hasSize(12).doesNotContain("something else");
    assertThat(search.found("key")).isEmpty();
  }

  @Test
  void bytes_shouldBeFound_inFilesAndAsBase64() throws IOException {
    byte[] within = new byte[100];
    System.arraycopy(KEY, 0, within, 92, KEY.length);
    Files.createDirectories(directory.resolve("a/b"));
    Files.write(directory.resolve("a/b/log"), within);
    Files.write(directory.resolve("a/b/cut"), Arrays.copyOf(within, 99));
    Files.writeString(directory.resolve("a/text"), Base64.getEncoder().encodeToString(within));
    Files.write(directory.resolve("a/other"), within);
    search.files(directory, path -> !path.endsWith("other"));
    assertThat(search.found("key")).containsExactly("file a/b/log", "file a/text");
  }
}
