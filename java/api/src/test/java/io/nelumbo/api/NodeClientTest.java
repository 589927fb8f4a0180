package io.nelumbo.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.sun.net.httpserver.HttpServer;
import io.nelumbo.api.ApiException.Code;
import io.nelumbo.api.v1.GetBlockRequest;
import io.nelumbo.api.v1.NodeStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The client against a small HTTP server that answers as a node does, and as no node should. */
final class NodeClientTest {

  private static final String PREFIX = "/nelumbo.v1.NodeService/";

  private HttpServer server;
  private NodeClient client;

  @BeforeEach
  void start() throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.start();
    client = NodeClient.local(server.getAddress().getPort());
  }

  @AfterEach
  void stop() {
    client.close();
    server.stop(0);
  }

  private void answer(String method, int status, byte[] body, String... headers) {
    server.createContext(
        PREFIX + method,
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          for (int i = 0; i < headers.length; i += 2) {
            exchange.getResponseHeaders().add(headers[i], headers[i + 1]);
          }
          exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
  }

  @Test
  void status_parsed() throws Exception {
    NodeStatus expected = NodeStatus.newBuilder().setChain(7).setKernel("portable").build();
    answer("GetStatus", 200, expected.toByteArray());
    assertThat(client.status()).isEqualTo(expected);
  }

  @Test
  void block_sendsTheSelector() throws Exception {
    byte[][] seen = new byte[1][];
    server.createContext(
        PREFIX + "GetBlock",
        exchange -> {
          seen[0] = exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    client.blockAt(-1L);
    assertThat(GetBlockRequest.parseFrom(seen[0]).getBlock()).isEqualTo("18446744073709551615");
  }

  @ParameterizedTest
  @CsvSource({
    "3,INVALID_ARGUMENT",
    "4,DEADLINE_EXCEEDED",
    "5,NOT_FOUND",
    "8,RESOURCE_EXHAUSTED",
    "12,UNIMPLEMENTED",
    "13,INTERNAL",
    "14,UNAVAILABLE",
    "99,INTERNAL",
    "x,INTERNAL"
  })
  void grpcStatus_becomesCode(String status, Code code) {
    answer(
        "GetAssets",
        400,
        new byte[0],
        "grpc-status",
        status,
        "grpc-message",
        "txid: 50%25 %C3%A9+");
    ApiException e = catchThrowableOfType(ApiException.class, () -> client.assets());
    assertThat(e.code()).isEqualTo(code);
    assertThat(e).hasMessage("txid: 50% é+");
  }

  @ParameterizedTest
  @CsvSource({"400,INVALID_ARGUMENT", "404,NOT_FOUND", "413,RESOURCE_EXHAUSTED", "503,UNAVAILABLE"})
  void httpStatus_becomesCode(int status, Code code) {
    answer("GetAssets", status, "first line\nsecond".getBytes(StandardCharsets.UTF_8));
    ApiException e = catchThrowableOfType(ApiException.class, () -> client.assets());
    assertThat(e.code()).isEqualTo(code);
    assertThat(e).hasMessage("first line");
  }

  @Test
  void otherServer_isInternal() {
    answer("GetStatus", 200, "<html>hello</html>".getBytes(StandardCharsets.UTF_8));
    ApiException e = catchThrowableOfType(ApiException.class, () -> client.status());
    assertThat(e.code()).isEqualTo(Code.INTERNAL);
    assertThat(e).hasMessageContaining("something else than a node");
  }

  @Test
  void oversizedAnswer_isRefused() {
    answer("GetStatus", 200, new byte[(16 << 20) + 1]);
    ApiException e = catchThrowableOfType(ApiException.class, () -> client.status());
    assertThat(e.code()).isEqualTo(Code.RESOURCE_EXHAUSTED);
  }

  @Test
  void nobodyListens_isUnavailable() throws IOException, ApiException {
    int port;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    try (NodeClient nobody = NodeClient.local(port)) {
      ApiException e = catchThrowableOfType(ApiException.class, nobody::status);
      assertThat(e.code()).isEqualTo(Code.UNAVAILABLE);
      assertThat(e).hasMessageContaining("127.0.0.1:" + port);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "http://", "ftp://a:1", "a b:1", "http://a:0", "a:99999"})
  void connect_badAddress(String address) {
    ApiException e =
        catchThrowableOfType(ApiException.class, () -> NodeClient.connect(address).close());
    assertThat(e.code()).isEqualTo(Code.INVALID_ARGUMENT);
    assertThat(e).hasMessageContaining("http://host:port");
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost:1", "http://127.0.0.1:8080", "[::1]:9"})
  void connect_goodAddress(String address) throws Exception {
    try (NodeClient any = NodeClient.connect(address)) {
      assertThat(any.address().getScheme()).isEqualTo("http");
    }
  }
}
