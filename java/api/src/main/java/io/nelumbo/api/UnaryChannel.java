package io.nelumbo.api;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.nelumbo.api.ApiException.Code;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/**
 * Unary calls as protobuf messages over HTTP/1.1 POST, which the node's gRPC port takes beside
 * framed gRPC. The JDK's client is enough for it, so a command line needs no network library.
 */
final class UnaryChannel implements AutoCloseable {

  private static final String SERVICE = "nelumbo.v1.NodeService";

  private final URI base;
  private final int maxResponseBytes;
  private final HttpClient http;

  UnaryChannel(URI base, Duration connectTimeout, int maxResponseBytes) {
    this.base = base;
    this.maxResponseBytes = maxResponseBytes;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(connectTimeout)
            .build();
  }

  <T extends Message> T call(String method, Message request, Parser<T> parser, Duration timeout)
      throws ApiException {
    HttpRequest post =
        HttpRequest.newBuilder(base.resolve("/" + SERVICE + "/" + method))
            .timeout(timeout)
            .header("content-type", "application/protobuf")
            .POST(BodyPublishers.ofByteArray(request.toByteArray()))
            .build();
    try {
      HttpResponse<InputStream> response = http.send(post, BodyHandlers.ofInputStream());
      byte[] body = readBounded(response.body());
      if (response.statusCode() != 200) {
        throw failure(response, body);
      }
      return parser.parseFrom(body);
    } catch (InvalidProtocolBufferException e) {
      throw new ApiException(Code.INTERNAL, base + " answered with something else than a node", e);
    } catch (HttpTimeoutException e) {
      throw new ApiException(
          Code.DEADLINE_EXCEEDED, base + " did not answer within " + timeout.toMillis() + " ms", e);
    } catch (ConnectException e) {
      throw new ApiException(
          Code.UNAVAILABLE, "no node answers at " + base + "; is it running on this port?", e);
    } catch (IOException e) {
      throw new ApiException(Code.UNAVAILABLE, "connection to " + base + " was lost", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new ApiException(Code.UNAVAILABLE, "the call to " + base + " was interrupted", e);
    }
  }

  private byte[] readBounded(InputStream body) throws IOException, ApiException {
    try (body) {
      byte[] bytes = body.readNBytes(maxResponseBytes + 1);
      if (bytes.length > maxResponseBytes) {
        throw new ApiException(
            Code.RESOURCE_EXHAUSTED,
            base + " answered with more than " + maxResponseBytes + " bytes");
      }
      return bytes;
    }
  }

  private ApiException failure(HttpResponse<InputStream> response, byte[] body) {
    Code code =
        response
            .headers()
            .firstValue("grpc-status")
            .map(UnaryChannel::codeOf)
            .orElseGet(() -> codeOfHttp(response.statusCode()));
    String message =
        response
            .headers()
            .firstValue("grpc-message")
            .map(UnaryChannel::percentDecoded)
            .orElseGet(() -> firstLine(body, response.statusCode()));
    return new ApiException(code, message);
  }

  private static Code codeOf(String grpcStatus) {
    try {
      return Code.ofNumber(Integer.parseInt(grpcStatus));
    } catch (NumberFormatException e) {
      return Code.INTERNAL;
    }
  }

  private static Code codeOfHttp(int status) {
    return switch (status) {
      case 400 -> Code.INVALID_ARGUMENT;
      case 404 -> Code.NOT_FOUND;
      case 413, 429 -> Code.RESOURCE_EXHAUSTED;
      case 503 -> Code.UNAVAILABLE;
      case 504 -> Code.DEADLINE_EXCEEDED;
      default -> Code.INTERNAL;
    };
  }

  /** gRPC writes every byte outside printable ASCII, and the per cent sign, as %XX. */
  private static String percentDecoded(String message) {
    try {
      return URLDecoder.decode(message.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return message;
    }
  }

  private static String firstLine(byte[] body, int status) {
    String text = new String(body, 0, Math.min(body.length, 300), StandardCharsets.UTF_8);
    String line = text.lines().findFirst().orElse("").strip();
    return line.isEmpty() ? "HTTP status " + status : line;
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }
}
