package io.nelumbo.node.rpc;

import com.linecorp.armeria.common.HttpResponse;
import com.linecorp.armeria.common.HttpStatus;
import com.linecorp.armeria.common.MediaType;
import com.linecorp.armeria.common.grpc.GrpcJsonMarshaller;
import com.linecorp.armeria.common.grpc.GrpcSerializationFormats;
import com.linecorp.armeria.server.Server;
import com.linecorp.armeria.server.docs.DocService;
import com.linecorp.armeria.server.grpc.GrpcService;
import com.linecorp.armeria.server.grpc.GrpcServiceBuilder;
import com.linecorp.armeria.server.grpc.HttpJsonTranscodingOptions;
import com.linecorp.armeria.server.grpc.UnframedGrpcErrorHandler;
import com.linecorp.armeria.server.prometheus.PrometheusExpositionService;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;

/**
 * The API on one port: gRPC, unframed protobuf, JSON under /v1, its documentation under /docs,
 * /metrics for Prometheus, /health and /health/ready.
 */
public final class ApiServer implements AutoCloseable {

  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(60);
  private static final int THREADS = 8;

  private final Server server;

  private ApiServer(Server server) {
    this.server = server;
  }

  /**
   * How the API is served.
   *
   * @param listen port 0 picks one
   * @param ready whether the node follows its peers
   * @param extensions services of others
   */
  public record Settings(
      InetSocketAddress listen,
      int maxRequestBytes,
      BooleanSupplier ready,
      List<ApiExtension> extensions) {

    /** An API without services of others. */
    public Settings(InetSocketAddress listen, int maxRequestBytes, BooleanSupplier ready) {
      this(listen, maxRequestBytes, ready, List.of());
    }
  }

  /**
   * Begins to serve.
   *
   * @throws IOException if the address cannot be used; the message names it
   */
  public static ApiServer start(Settings settings, NodeInfo info, ApiRooms rooms)
      throws IOException {
    requireLoopback(settings);
    NodeApiService api =
        new NodeApiService(
            new NodeQueries(info, rooms),
            new ChainQueries(rooms.ledger(), rooms.mempool(), info.anchorInterval()),
            rooms.admission());
    Server server =
        Server.builder()
            .http(settings.listen())
            .maxRequestLength(settings.maxRequestBytes())
            .requestTimeout(REQUEST_TIMEOUT)
            .blockingTaskExecutor(THREADS)
            .gracefulShutdownTimeout(Duration.ZERO, Duration.ofSeconds(2))
            .verboseResponses(false)
            .service(grpc(api, settings), RequestGuard::new)
            .service(
                "/metrics",
                PrometheusExpositionService.of(rooms.metrics().registry().getPrometheusRegistry()))
            .service("/health", (context, request) -> health(true))
            .service("/health/ready", (context, request) -> health(settings.ready().getAsBoolean()))
            .serviceUnder("/docs", new DocService())
            .build();
    try {
      server.start().join();
    } catch (CompletionException e) {
      throw new IOException(
          "cannot serve the API on "
              + settings.listen().getAddress().getHostAddress()
              + ":"
              + settings.listen().getPort()
              + "; is the port taken?",
          e);
    }
    return new ApiServer(server);
  }

  private static void requireLoopback(Settings settings) throws IOException {
    boolean local = settings.listen().getAddress().isLoopbackAddress();
    if (!local && settings.extensions().stream().anyMatch(ApiExtension::loopbackOnly)) {
      throw new IOException(
          "api.listen: is "
              + settings.listen().getAddress().getHostAddress()
              + ", but a service of this node must not be reached from other machines; listen on"
              + " 127.0.0.1");
    }
  }

  private static GrpcService grpc(NodeApiService api, Settings settings) {
    int maxRequestBytes = settings.maxRequestBytes();
    UnframedGrpcErrorHandler errors = UnframedGrpcErrorHandler.ofJson();
    GrpcServiceBuilder services = GrpcService.builder().addService(api);
    settings.extensions().forEach(extension -> services.addService(extension.service()));
    return services
        .supportedSerializationFormats(GrpcSerializationFormats.values())
        .maxRequestMessageLength(maxRequestBytes)
        .enableUnframedRequests(true)
        .unframedGrpcErrorHandler(errors)
        .exceptionHandler(RequestGuard::describe)
        .enableHttpJsonTranscoding(
            HttpJsonTranscodingOptions.builder().errorHandler(errors).build())
        .jsonMarshallerFactory(service ->
            GrpcJsonMarshaller.builder()
                .jsonMarshallerCustomizer(json -> json.includingDefaultValueFields(true))
                .build(service))
        .useBlockingTaskExecutor(true)
        .build();
  }

  private static HttpResponse health(boolean good) {
    return HttpResponse.of(
        good ? HttpStatus.OK : HttpStatus.SERVICE_UNAVAILABLE,
        MediaType.JSON,
        good ? "{\"healthy\":true}" : "{\"healthy\":false}");
  }

  /** The port in use. */
  public int port() {
    return server.activeLocalPort();
  }

  @Override
  public void close() {
    server.stop().join();
  }
}
