package io.nelumbo.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.nelumbo.api.ApiException;
import io.nelumbo.api.ApiException.Code;
import io.nelumbo.api.NodeClient;
import io.nelumbo.api.v1.CompactBlocks;
import io.nelumbo.api.v1.NodeStatus;
import io.nelumbo.api.v1.SubmitTransactionResponse;
import io.nelumbo.api.v1.SupplyReport;
import io.nelumbo.api.v1.Verdict;
import io.nelumbo.core.arb.Arb;
import io.nelumbo.core.block.Block;
import io.nelumbo.core.tx.Transaction;
import io.nelumbo.node.gossip.PeerView;
import io.nelumbo.node.gossip.TestNode;
import io.nelumbo.verifier.kit.TestNetwork;
import io.nelumbo.verifier.kit.TxBuilder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The API on a real port, over a real chain of four blocks; one server for all tests. */
final class ApiServerTest {

  private static final String ZERO64 = "0".repeat(64);
  private static final NodeInfo INFO =
      new NodeInfo("1.2.3", "portable", "a build", "ab".repeat(32), false, 1);
  private static final AtomicBoolean READY = new AtomicBoolean();

  private static TestNode node;
  private static ApiServer server;
  private static NodeClient client;
  private static HttpClient http;
  private static Block paid;
  private static Transaction deposit;
  private static Transaction waiting;

  @BeforeAll
  static void start() throws Exception {
    node = TestNode.start();
    Transaction payment =
        TxBuilder.payment(node.network, TestNetwork.rich(1), 0, TestNetwork.rich(8).key(), 5)
            .build();
    paid = node.extend(payment);
    deposit =
        TxBuilder.deposit(node.network, TestNetwork.rich(2), 0, 50, Arb.seeded("ApiServerTest"))
            .anchor(node.ledger.head().noteTreeRoot())
            .build();
    node.extend(deposit);
    node.extend();
    node.extend();
    waiting =
        TxBuilder.payment(node.network, TestNetwork.rich(3), 0, TestNetwork.rich(8).key(), 5)
            .build();
    server =
        ApiServer.start(
            new ApiServer.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 200_000, READY::get),
            INFO,
            new ApiRooms(
                node.ledger,
                node.mempool,
                node.admission,
                node.metrics,
                new ApiRooms.Network(() -> connected(node.gossip.peers()), node.transport::port)));
    client = NodeClient.local(server.port());
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    http.close();
    server.close();
    node.close();
  }

  private static HttpResponse<String> get(String path) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path)).build(),
        BodyHandlers.ofString());
  }

  private static HttpResponse<String> post(String path, String type, String body) throws Exception {
    return http.send(
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.port() + path))
            .header("content-type", type)
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }

  @Test
  void status_tellsNetworkAndHead() throws Exception {
    NodeStatus status = client.status();
    assertThat(status.getChain()).isEqualTo(7);
    assertThat(status.getKind()).isEqualTo("dev");
    assertThat(status.getGenesisHash()).isEqualTo(node.network.genesisHash().toString());
    assertThat(status.getHead().getHeight()).isEqualTo(4);
    assertThat(status.getHead().getHash()).isEqualTo(node.head().toString());
    assertThat(status.getKernel()).isEqualTo("portable");
    assertThat(status.getMinFee()).isEqualTo(TestNetwork.FEE.units());
    assertThat(status.getCircuitsList()).hasSize(2);
    assertThat(status.getPeerPort()).isEqualTo(node.port());
  }

  @Test
  void statusAsJson_hasEveryField() throws Exception {
    HttpResponse<String> response = get("/v1/status");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body())
        .contains("\"chain\":7", "\"height\":\"4\"", "\"peers\":0", "\"vkHash\":\"" + ZERO64);
  }

  @Test
  void submit_acceptsOnceAndThenKnowsIt() throws Exception {
    SubmitTransactionResponse first = client.submitTransaction(waiting.bytes());
    assertThat(first.getVerdict()).isEqualTo(Verdict.ACCEPT);
    assertThat(first.getTxid()).isEqualTo(waiting.txid().toString());
    SubmitTransactionResponse second = client.submitTransaction(waiting.bytes());
    assertThat(second.getVerdict()).isEqualTo(Verdict.IGNORE);
    assertThat(second.getReason()).isEqualTo("KNOWN");
    assertThat(client.transaction(waiting.txid().toString()).getMempool()).isTrue();
    assertThat(client.counters().getTransactionsAccepted()).isPositive();
  }

  @Test
  void submit_sameNonceAgainIsRefusedWithItsReason() throws Exception {
    Transaction spent =
        TxBuilder.payment(node.network, TestNetwork.rich(1), 0, TestNetwork.rich(8).key(), 6)
            .build();
    SubmitTransactionResponse response = client.submitTransaction(spent.bytes());
    assertThat(response.getVerdict()).isNotEqualTo(Verdict.ACCEPT);
    assertThat(response.getReason()).isEqualTo("BAD_NONCE");
    assertThat(response.getDetail()).isNotEmpty();
  }

  @Test
  void submit_bytesThatAreNoTransaction() throws Exception {
    SubmitTransactionResponse response = client.submitTransaction(new byte[100]);
    assertThat(response.getVerdict()).isEqualTo(Verdict.REJECT);
    assertThat(response.getReason()).isEqualTo("MALFORMED");
    assertThat(response.getDetail()).contains("transaction.version");
    assertThat(response.getTxid()).isEmpty();
    ApiException empty =
        catchThrowableOfType(ApiException.class, () -> client.submitTransaction(new byte[0]));
    assertThat(empty.code()).isEqualTo(Code.INVALID_ARGUMENT);
  }

  @Test
  void submit_moreThanAllowed() {
    ApiException e =
        catchThrowableOfType(ApiException.class, () -> client.submitTransaction(new byte[300_000]));
    assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void block_byHeightHashAndHead() throws Exception {
    assertThat(client.blockAt(1).getBlock().toByteArray()).isEqualTo(paid.bytes());
    assertThat(client.block(paid.hash().toString()).getHeight()).isEqualTo(1);
    assertThat(client.block("head").getHeight()).isEqualTo(4);
    assertThat(client.block("0").getHash()).isEqualTo(node.network.genesisHash().toString());
    assertThat(client.blockAt(1).getTxidsList())
        .containsExactly(paid.transactions().getFirst().txid().toString());
  }

  @Test
  void transaction_ofTheChain() throws Exception {
    assertThat(client.transaction(deposit.txid().toString()).getHeight()).isEqualTo(2);
    assertThat(client.transaction(deposit.txid().toString()).getTransaction().toByteArray())
        .isEqualTo(deposit.bytes());
  }

  @Test
  void compactBlocks_holdOutputsAndPositions() throws Exception {
    CompactBlocks page = client.compactBlocks(1, 0);
    assertThat(page.getNextHeight()).isZero();
    assertThat(page.getHeadHeight()).isEqualTo(4);
    assertThat(page.getBlocksList()).hasSize(4);
    var second = page.getBlocks(1);
    assertThat(second.getFirstPosition()).isZero();
    assertThat(second.getTransactions(0).getOutputsList()).hasSize(2);
    assertThat(second.getTransactions(0).getOutputs(0).size()).isEqualTo(841);
    assertThat(second.getTransactions(0).getNullifiersList()).hasSize(2);
    assertThat(page.getBlocks(2).getFirstPosition()).isEqualTo(2);
    assertThat(client.compactBlocks(2, 3).getBlocksList()).hasSize(2);
    assertThat(client.compactBlocks(9, 0).getBlocksList()).isEmpty();
  }

  @Test
  void account_hasBalancesAndNonce() throws Exception {
    var account = client.account(TestNetwork.rich(1).key().toString());
    assertThat(account.getNextNonce()).isEqualTo(1);
    assertThat(account.getBalances(0).getAmount())
        .isEqualTo(TestNetwork.RICHES.units() - 5 - TestNetwork.FEE.units());
    assertThat(client.account(TestNetwork.rich(1).key().text("nlbtdev"))).isEqualTo(account);
    assertThat(client.account("01" + "00".repeat(31)).getBalancesList()).isEmpty();
  }

  @Test
  void anchor_isTheNewestRoot() throws Exception {
    assertThat(client.anchor().getHeight()).isEqualTo(4);
    assertThat(client.anchor().getLeaves()).isEqualTo(2);
    assertThat(client.anchorAt(1).getLeaves()).isZero();
    assertThat(client.anchorAt(2).getAnchor()).isEqualTo(client.blockAt(2).getNoteRoot());
    for (long height : new long[] {5, Long.MIN_VALUE, -1}) {
      ApiException above = catchThrowableOfType(ApiException.class, () -> client.anchorAt(height));
      assertThat(above.code()).isEqualTo(Code.NOT_FOUND);
    }
  }

  @Test
  void supply_addsUp() throws Exception {
    SupplyReport report = client.supply();
    assertThat(report.getBalanced()).isTrue();
    var asset = report.getAssets(0);
    assertThat(asset.getPools(0).getAmount()).isEqualTo(50);
    assertThat(asset.getTransparent() + 50).isEqualTo(asset.getIssued());
    assertThat(client.assets().getAssets(0).getNative()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/transactions/xyz, 400, txid",
    "/v1/transactions/00, 400, txid",
    "/v1/transactions/0000000000000000000000000000000000000000000000000000000000000000, 404, txid",
    "/v1/blocks/-1, 400, block",
    "/v1/blocks/%C3%A9, 400, block",
    "/v1/blocks/18446744073709551616, 400, block",
    "/v1/blocks/99, 404, block",
    "/v1/blocks/0000000000000000000000000000000000000000000000000000000000000000, 404, block",
    "/v1/compact-blocks?from=3&to=2, 400, from",
    "/v1/compact-blocks?from=abc, 400, from",
    "/v1/compact-blocks?from=-1, 400, from",
    "/v1/accounts/abc, 400, account",
    "/v1/accounts/ffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff, 400, account",
    "/v1/accounts/nlbt1qqqq, 400, account",
    "/v1/anchor?height=99, 404, height",
    "/v1/anchor?height=1.5, 400, height",
    "/v1/nothing, 404, ''"
  })
  void badRequest_isRefusedWithTheField(String path, int status, String field) throws Exception {
    HttpResponse<String> response = get(path);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(status);
    assertThat(response.body()).contains(field).doesNotContain("\tat ", ".java:");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "{\"transaction\": 5}", "{\"transaction\": \"***\"}", "{\"x\": 1}"})
  void badJson_isRefused(String body) throws Exception {
    HttpResponse<String> response = post("/v1/transactions", "application/json", body);
    assertThat(response.statusCode()).as(response.body()).isEqualTo(400);
    assertThat(response.body()).doesNotContain("\tat ", ".java:");
  }

  @Test
  void goodJson_isAnswered() throws Exception {
    String bytes = Base64.getEncoder().encodeToString(new byte[60]);
    HttpResponse<String> response =
        post("/v1/transactions", "application/json", "{\"transaction\": \"" + bytes + "\"}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.body()).contains("\"verdict\":\"REJECT\"", "\"reason\":\"MALFORMED\"");
  }

  @Test
  void garbageInsteadOfProtobuf_isRefused() throws Exception {
    HttpResponse<String> response =
        post("/nelumbo.v1.NodeService/GetBlock", "application/protobuf", "\n\u00ff\u00ff");
    assertThat(response.statusCode()).isBetween(400, 499);
    assertThat(response.body()).doesNotContain("\tat ", ".java:");
  }

  @Test
  void healthAndMetrics() throws Exception {
    assertThat(get("/health").statusCode()).isEqualTo(200);
    READY.set(false);
    assertThat(get("/health/ready").statusCode()).isEqualTo(503);
    READY.set(true);
    assertThat(get("/health/ready").statusCode()).isEqualTo(200);
    assertThat(get("/metrics").body())
        .contains("nelumbo_verdicts_total{reason=\"\",subject=\"block\",verdict=\"accept\"} 4");
    assertThat(get("/docs/").statusCode()).isEqualTo(200);
  }

  @Test
  void takenPort_saysSo() {
    assertThatThrownBy(() ->
            ApiServer.start(
                new ApiServer.Settings(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
                    1000,
                    () -> true),
                INFO,
                new ApiRooms(
                    node.ledger,
                    node.mempool,
                    node.admission,
                    node.metrics,
                    new ApiRooms.Network(
                        () -> connected(node.gossip.peers()), node.transport::port))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("127.0.0.1:" + server.port());
  }

  private static List<ConnectedPeer> connected(List<PeerView> peers) {
    return peers.stream()
        .map(p ->
            new ConnectedPeer(
                p.peerId(), p.address(), p.outbound(), p.headHeight(), p.score(), p.agent()))
        .toList();
  }
}
