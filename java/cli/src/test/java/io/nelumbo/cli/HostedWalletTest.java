package io.nelumbo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.nelumbo.core.value.NetworkKind;
import io.nelumbo.node.app.Ports;
import io.nelumbo.wallet.WalletFiles;
import io.nelumbo.wallet.key.Mnemonic;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code node run --wallet}: a real node process, its wallet and its prover process. */
class HostedWalletTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PASSWORD = "a password";

  @TempDir Path folder;

  private final HttpClient http = HttpClient.newHttpClient();
  private String api = "";
  private String token = "";

  @Test
  void wallet_isServedToTheHolderOfTheToken() throws Exception {
    Process node = start(wallet(), "127.0.0.1:0");
    try {
      await(node);
      assertOnlyTheTokenOpens();
      assertWrongRequestsSayWhy();
      assertValueMoves();
      assertNoGoInTheNode(node);
      assertAPayment_survivesTheProver(node);
    } finally {
      node.destroy();
      assertThat(node.waitFor(30, TimeUnit.SECONDS)).isTrue();
    }
    assertThat(node.exitValue()).as(log()).isIn(0, 128 + 15);
    assertThat(data().resolve(HostedWallet.TOKEN_FILE)).doesNotExist();
    assertThat(log()).doesNotContain(token).doesNotContain(PASSWORD);
  }

  @Test
  void apiThatOthersReach_isRefused() throws Exception {
    Path wallet = wallet();
    Process node = start(wallet, "0.0.0.0:0");
    assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).as(log()).isEqualTo(2);
    assertThat(log()).contains("must not be reached from other machines").doesNotContain("\tat ");
    assertThat(data().resolve(HostedWallet.TOKEN_FILE)).doesNotExist();
  }

  @Test
  void wrongPassword_stopsTheNode() throws Exception {
    Path wallet = wallet();
    Files.writeString(folder.resolve("password"), "another\n");
    Process node = start(wallet, "127.0.0.1:0");
    assertThat(node.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(node.exitValue()).as(log()).isEqualTo(2);
    assertThat(log()).contains("password").doesNotContain("\tat ");
    assertThat(data().resolve(HostedWallet.TOKEN_FILE)).doesNotExist();
  }

  private Path data() {
    return folder.resolve("node");
  }

  private String log() throws IOException {
    return Files.readString(folder.resolve("log"));
  }

  private Path wallet() throws IOException {
    Path place = folder.resolve("wallet");
    byte[] entropy = new byte[32];
    new SecureRandom().nextBytes(entropy);
    try (Mnemonic mnemonic = Mnemonic.ofEntropy(entropy)) {
      new WalletFiles(place).create(mnemonic, PASSWORD.toCharArray(), new SecureRandom());
    }
    Files.writeString(folder.resolve("password"), PASSWORD + "\n");
    return place;
  }

  private Process start(Path wallet, String listen) throws Exception {
    String account =
        WalletCommand.account(new WalletFiles(wallet), PASSWORD.toCharArray(), NetworkKind.DEV);
    new NodeFolder(data())
        .createNetwork(
            new NodeFolder.NewNetwork("hosted", 5, "10", List.of(account + "=1000000")),
            new NodeFolder.Settings("127.0.0.1:0", "127.0.0.1:0", List.of(), true, 100));
    Path settings = data().resolve("node.toml");
    Files.writeString(
        settings,
        Files.readString(settings)
            .replace(
                "[api]\nlisten = \"127.0.0.1:0\"",
                "[api]\nallow_remote = true\nlisten = \"" + listen + "\""));
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Xmx512m",
            "-cp",
            System.getProperty("java.class.path"),
            Main.class.getName(),
            "node",
            "run",
            "--data",
            data().toString(),
            "--wallet",
            wallet.toString(),
            "--password-file",
            folder.resolve("password").toString())
        .redirectErrorStream(true)
        .redirectOutput(folder.resolve("log").toFile())
        .start();
  }

  private void await(Process node) throws Exception {
    while (!log().contains("Node runs")) {
      assertThat(node.isAlive()).as(log()).isTrue();
      Thread.sleep(20);
    }
    api = "http://127.0.0.1:" + Ports.read(data()).api();
    Path file = data().resolve(HostedWallet.TOKEN_FILE);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    token = Files.readString(file).strip();
    assertThat(token).matches("[0-9a-f]{64}");
  }

  private HttpResponse<String> call(String path, String body, String authorization)
      throws Exception {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(api + path));
    if (!authorization.isEmpty()) {
      request.header("authorization", authorization);
    }
    if (!body.isEmpty()) {
      request.header("content-type", "application/json").POST(BodyPublishers.ofString(body));
    }
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private JsonNode good(String path, String body) throws Exception {
    HttpResponse<String> answer = call(path, body, "Bearer " + token);
    assertThat(answer.statusCode()).as(path + " " + answer.body() + log()).isEqualTo(200);
    return JSON.readTree(answer.body());
  }

  private void assertOnlyTheTokenOpens() throws Exception {
    for (String path : List.of("/v1/wallet/address", "/v1/wallet/balance")) {
      for (String wrong :
          List.of("", token, "Bearer ", "Bearer " + token.replace(token.charAt(5), 'x'))) {
        HttpResponse<String> answer = call(path, "", wrong);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(answer.body()).contains("wallet.token").doesNotContain(token);
      }
      good(path, "");
    }
    HttpResponse<String> send = call("/v1/wallet/shield", "{\"amount\": \"1\"}", "");
    assertThat(send.statusCode()).isEqualTo(401);
    assertThat(call("/v1/status", "", "").statusCode()).isEqualTo(200);
  }

  private void assertWrongRequestsSayWhy() throws Exception {
    record Bad(String path, String body, String says) {}
    for (Bad bad :
        List.of(
            new Bad("/v1/wallet/shield", "{\"amount\": \"0\"}", "amount"),
            new Bad("/v1/wallet/shield", "{\"amount\": \"1\", \"asset\": \"gold\"}", "asset"),
            new Bad("/v1/wallet/send", "{\"amount\": \"1\", \"to\": \"nobody\"}", "to: "),
            new Bad("/v1/wallet/unshield", "{\"amount\": \"1\", \"to\": \"nobody\"}", "to: "),
            new Bad(
                "/v1/wallet/unshield",
                "{\"amount\": \"99999999\"}",
                "spendable private balance"))) {
      HttpResponse<String> answer = call(bad.path(), bad.body(), "Bearer " + token);
      assertThat(answer.statusCode()).as(bad + " " + answer.body()).isEqualTo(400);
      assertThat(answer.body()).contains(bad.says()).doesNotContain("Exception");
    }
  }

  private void assertValueMoves() throws Exception {
    assertThat(good("/v1/wallet/balance", "").path("transparent").get(0).path("amount").asText())
        .isEqualTo("1000000");
    assertThat(good("/v1/wallet/shield", "{\"amount\": \"5000\"}").path("txid").asText())
        .matches("[0-9a-f]{64}");
    awaitPrivate(5000);
    String first = good("/v1/wallet/address", "").path("address").asText();
    String fresh = good("/v1/wallet/addresses", "{}").path("address").asText();
    assertThat(fresh).isNotEqualTo(first);
    JsonNode sent =
        good(
            "/v1/wallet/send",
            "{\"amount\": \"70\", \"to\": \""
                + fresh
                + "\", \"memo\": \"to myself\","
                + " \"compact\": true}");
    assertThat(sent.path("proofs").asInt()).isPositive();
    awaitPrivate(5000 - 10);
    good("/v1/wallet/unshield", "{\"amount\": \"90\", \"fee\": \"20\"}");
    awaitPrivate(5000 - 10 - 90 - 20);
    assertThat(good("/v1/wallet/sync", "{}").path("height").asLong()).isPositive();
  }

  private void awaitPrivate(long amount) throws Exception {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    String seen;
    do {
      Thread.sleep(50);
      seen = good("/v1/wallet/balance", "").path("private").path(0).path("amount").asText();
      assertThat(System.nanoTime()).as("has " + seen).isLessThan(deadline);
    } while (!seen.equals(Long.toString(amount)));
  }

  private static boolean mapsGo(long pid) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), "maps"))
        .contains("libnelumbo_circuits");
  }

  private static void assertNoGoInTheNode(Process node) throws IOException {
    assertThat(mapsGo(node.pid())).as("the node maps the circuit library").isFalse();
    assertThat(node.children().toList()).as("its prover process").hasSize(1);
  }

  private void assertAPayment_survivesTheProver(Process node) throws Exception {
    ProcessHandle prover = node.children().findFirst().orElseThrow();
    prover.destroyForcibly();
    good("/v1/wallet/unshield", "{\"amount\": \"100\", \"fee\": \"10\"}");
    awaitPrivate(5000 - 10 - 90 - 20 - 110);
    assertThat(node.children().toList()).hasSize(1).doesNotContain(prover);
  }
}
