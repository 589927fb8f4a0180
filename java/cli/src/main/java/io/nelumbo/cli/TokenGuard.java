package io.nelumbo.cli;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** Lets only those call who send the bearer token (RFC 6750, section 2.1). */
final class TokenGuard implements ServerInterceptor {
  private static final Metadata.Key<String> AUTHORIZATION =
      Metadata.Key.of("authorization", Metadata.ASCII_STRING_MARSHALLER);

  private final byte[] expected;

  TokenGuard(String token) {
    expected = ("Bearer " + token).getBytes(StandardCharsets.US_ASCII);
  }

  @Override
  public <A, B> ServerCall.Listener<A> interceptCall(
      ServerCall<A, B> call, Metadata headers, ServerCallHandler<A, B> next) {
    String sent = headers.get(AUTHORIZATION);
    // isEqual takes the same time wherever the first difference is.
    if (sent != null && MessageDigest.isEqual(expected, sent.getBytes(StandardCharsets.US_ASCII))) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAUTHENTICATED.withDescription(
            "send the header 'authorization: Bearer TOKEN' with the token of the file "
                + HostedWallet.TOKEN_FILE
                + " in the node's data folder"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
