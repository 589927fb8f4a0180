package io.nelumbo.cli;

import io.nelumbo.api.ApiException;
import io.nelumbo.circuits.CircuitException;
import io.nelumbo.core.codec.DecodeException;
import io.nelumbo.core.codec.InvalidValueException;
import io.nelumbo.engine.EngineException;
import io.nelumbo.node.app.ConfigException;
import io.nelumbo.node.store.StoreException;
import io.nelumbo.prover.ProverException;
import io.nelumbo.wallet.WalletException;
import io.nelumbo.wallet.chain.ChainException;
import java.io.IOException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/**
 * Turns what a command throws into one line on standard error and an exit code; a stack trace goes
 * to the log only.
 */
final class Failures implements IExecutionExceptionHandler {
  @Override
  public int handleExecutionException(Exception e, CommandLine line, ParseResult result) {
    System.out.flush();
    line.getErr().println(line.getCommandSpec().qualifiedName() + ": " + message(e));
    line.getErr().flush();
    return exitCode(e);
  }

  private static int exitCode(Exception e) {
    return switch (e) {
      case CliException known -> known.exitCode();
      case WalletException _, ConfigException _, DecodeException _, InvalidValueException _ ->
          CliException.BAD_INPUT;
      default -> CliException.REFUSED;
    };
  }

  private static String message(Exception e) {
    return switch (e) {
      case CliException _,
          WalletException _,
          ChainException _,
          ConfigException _,
          DecodeException _,
          InvalidValueException _,
          ApiException _,
          EngineException _,
          CircuitException _,
          ProverException _,
          StoreException _ ->
          String.valueOf(e.getMessage());
      case IOException _ -> "input or output failed: " + e.getMessage();
      case InterruptedException _ -> "interrupted";
      default -> {
        LoggerFactory.getLogger(Failures.class).error("unexpected failure", e);
        yield "unexpected failure: " + e + " (a bug; run with NELUMBO_LOG=debug for the trace)";
      }
    };
  }
}
