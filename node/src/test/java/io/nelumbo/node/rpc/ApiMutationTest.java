package io.nelumbo.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import io.nelumbo.api.NodeClient;
import io.nelumbo.api.v1.SubmitTransactionResponse;
import io.nelumbo.api.v1.Verdict;
import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.mutation.Mutant;
import io.nelumbo.core.mutation.MutationTable;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.gossip.TestNode;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The API's doors on a real port: no changed transaction is accepted, and no name of a thing leads
 * to anything but an answer or a refusal of the caller.
 */
class ApiMutationTest {
  private static final MutationTable TABLE = new MutationTable("api");

  private static TestNode node;
  private static ApiServer server;
  private static NodeClient client;
  private static HttpClient http;

  private final Arb arb = Arb.seeded("ApiMutationTest");

  /** What no door may throw: submitting answers. */
  private static final class Nothing extends Exception {
    private static final long serialVersionUID = 1L;
  }

  @BeforeAll
  static void start() throws Exception {
    node = TestNode.start();
    node.extend(
        TxBuilder.payment(node.network, TestNetwork.rich(1), 0, TestNetwork.rich(8).key(), 5)
            .build());
    server =
        ApiServer.start(
            new ApiServer.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200_000, () -> true),
            new NodeInfo("1.2.3", "portable", "a build", "ab".repeat(32), false, 1),
            new ApiRooms(
                node.ledger,
                node.mempool,
                node.admission,
                node.metrics,
                new ApiRooms.Network(List::of, node.transport::port)));
    client = NodeClient.local(server.port());
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    http.close();
    server.close();
    node.close();
    TABLE.finish();
  }

  private static boolean submits(byte[] bytes) throws Exception {
    SubmitTransactionResponse response = client.submitTransaction(bytes);
    boolean known = response.getReason().equals("KNOWN");
    return response.getVerdict() == Verdict.ACCEPT || known;
  }

  private void everyByte(String field, Transaction good) {
    byte[] bytes = good.bytes();
    for (int i = 0; i < bytes.length; i++) {
      byte[] changed = bytes.clone();
      changed[i] ^= (byte) (1 << arb.below(8));
      TABLE.offer(
          "api submit", field, "bit flip", changed, ApiMutationTest::submits, Nothing.class);
    }
    List<Mutant> lengths = Mutant.lengths(bytes).subList(0, 3);
    TABLE.offer("api submit", field, bytes, lengths, ApiMutationTest::submits, Nothing.class);
  }

  @Test
  void noChangedTransactionIsAccepted() {
    everyByte(
        "payment",
        TxBuilder.payment(node.network, TestNetwork.rich(2), 0, TestNetwork.rich(8).key(), 5)
            .build());
    everyByte(
        "deposit",
        TxBuilder.deposit(node.network, TestNetwork.rich(3), 0, 50, arb)
            .anchor(node.ledger.head().noteTreeRoot())
            .build());
  }

  @Test
  void noNameLeadsToAnErrorInside() throws Exception {
    String hash = node.head().toString();
    String account = TestNetwork.rich(1).key().text(node.network.genesis().kind().accountPrefix());
    for (String path : List.of("transactions/", "blocks/", "accounts/")) {
      // Any 64 digits are the key of some account; its text has a checksum.
      String good = path.equals("accounts/") ? account : hash;
      for (int i = 0; i < 300; i++) {
        String name =
            i % 2 == 0
                ? changed(good)
                : new String(arb.bytes(arb.below(80)), StandardCharsets.ISO_8859_1);
        TABLE.offer(
            "api get",
            path,
            i % 2 == 0 ? "changed name" : "random bytes",
            name.getBytes(StandardCharsets.UTF_8),
            bytes -> finds(path, bytes),
            Nothing.class);
      }
    }
    assertThat(finds("blocks/", hash.getBytes(StandardCharsets.UTF_8))).isTrue();
    assertThat(finds("accounts/", account.getBytes(StandardCharsets.UTF_8))).isTrue();
  }

  private String changed(String good) {
    StringBuilder out = new StringBuilder(good);
    int at = arb.below(good.length());
    switch (arb.below(4)) {
      case 0 -> out.setCharAt(at, out.charAt(at) == 'g' ? 'h' : 'g');
      case 1 -> out.deleteCharAt(at);
      case 2 -> out.insert(at, '0');
      default -> out.setCharAt(at, out.charAt(at) == 'a' ? 'b' : 'a');
    }
    return out.toString();
  }

  /** Whether there is such a thing; 400 and 404 are refusals, anything else is an error inside. */
  private static boolean finds(String path, byte[] name) throws Exception {
    String encoded =
        URLEncoder.encode(new String(name, StandardCharsets.UTF_8), StandardCharsets.UTF_8)
            .replace("+", "%20");
    // A height is the name of a block too, and no name at all is another path.
    if (encoded.isEmpty() || encoded.chars().allMatch(Character::isDigit)) {
      return false;
    }
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(
                    URI.create("http://127.0.0.1:" + server.port() + "/v1/" + path + encoded))
                .build(),
            BodyHandlers.ofString());
    assertThat(response.statusCode()).as(encoded).isIn(200, 400, 404);
    assertThat(response.body()).doesNotContain("Exception", "at io.");
    return response.statusCode() == 200;
  }
}
