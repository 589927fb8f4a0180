package io.nelumbo.node.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Counters, gauges and timers of one node, exposed in Prometheus' text format and read by the API.
 * Thread-safe. Label values come from fixed sets, never from what a peer sends.
 */
public final class NodeMetrics {

  private final PrometheusMeterRegistry registry =
      new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
  private final Map<String, Counter> counters = new ConcurrentHashMap<>();
  private final Timer proofVerify = timer("nelumbo_proof_verify", "Verification of proofs");
  private final Timer blockCommit = timer("nelumbo_block_commit", "Commit of a block");

  /** What an object is, in labels. */
  public enum Subject {
    TRANSACTION,
    BLOCK;

    String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  private Timer timer(String name, String description) {
    return Timer.builder(name)
        .description(description)
        .publishPercentileHistogram()
        .minimumExpectedValue(Duration.ofMillis(1))
        .maximumExpectedValue(Duration.ofSeconds(10))
        .register(registry);
  }

  /** Where everything is registered; the API's server adds its own meters. */
  public PrometheusMeterRegistry registry() {
    return registry;
  }

  /** A frame arrived from a peer. */
  public void messageIn(String type) {
    message("in", type);
  }

  /** A frame was handed to a peer's connection. */
  public void messageOut(String type) {
    message("out", type);
  }

  /** A frame was not sent because the peer reads too slowly. */
  public void messageDropped(String type) {
    message("dropped", type);
  }

  private void message(String direction, String type) {
    count("nelumbo_messages", "direction", direction, "type", type);
  }

  /** This node's verdict; {@code reason} is empty for an acceptance. */
  public void verdict(Subject subject, String verdict, String reason) {
    count("nelumbo_verdicts", "subject", subject.label(), "verdict", verdict, "reason", reason);
  }

  /** An accepted object was announced to one peer. */
  public void announced(Subject subject) {
    count("nelumbo_announced", "subject", subject.label());
  }

  /** An accepted object was sent in full to a peer that asked. */
  public void relayed(Subject subject) {
    count("nelumbo_relayed", "subject", subject.label());
  }

  /** A peer reached the limit of misbehaviour. */
  public void peerBanned() {
    count("nelumbo_peers_banned");
  }

  /** A connection ended before its handshake was complete. */
  public void handshakeRefused() {
    count("nelumbo_handshakes_refused");
  }

  /** Time spent on verifying the proofs of one batch. */
  public void proofVerify(Duration time) {
    proofVerify.record(time);
  }

  /** Time from a block's first check to its bytes being on disk. */
  public void blockCommit(Duration time) {
    blockCommit.record(time);
  }

  /** A number that is asked for when metrics are read. */
  public void gauge(String name, String description, Supplier<Number> value) {
    Gauge.builder("nelumbo_" + name, value).description(description).register(registry);
  }

  /** Reads a counter of {@link #verdict} summed over reasons. */
  public long verdicts(Subject subject, String verdict) {
    return sum("nelumbo_verdicts|subject=" + subject.label() + "|verdict=" + verdict + "|");
  }

  /** Reads the verdicts of one kind by reason. */
  public Map<String, Long> verdictsByReason(Subject subject, String verdict) {
    String prefix =
        "nelumbo_verdicts|subject=" + subject.label() + "|verdict=" + verdict + "|reason=";
    Map<String, Long> byReason = new TreeMap<>();
    counters.forEach((key, counter) -> {
      if (key.startsWith(prefix)) {
        byReason.put(key.substring(prefix.length(), key.length() - 1), (long) counter.count());
      }
    });
    return byReason;
  }

  /** Reads a counter of {@link #announced}. */
  public long announcements(Subject subject) {
    return sum("nelumbo_announced|subject=" + subject.label() + "|");
  }

  /** Reads a counter of {@link #relayed}. */
  public long relays(Subject subject) {
    return sum("nelumbo_relayed|subject=" + subject.label() + "|");
  }

  /** Reads the counter of {@link #peerBanned}. */
  public long peersBanned() {
    return sum("nelumbo_peers_banned|");
  }

  /** Reads the counter of {@link #handshakeRefused}. */
  public long handshakesRefused() {
    return sum("nelumbo_handshakes_refused|");
  }

  /** Reads the message counters, as "in.transaction". */
  public Map<String, Long> messages() {
    Map<String, Long> messages = new TreeMap<>();
    counters.forEach((key, counter) -> {
      if (key.startsWith("nelumbo_messages|")) {
        String[] parts = key.split("\\|", -1);
        messages.put(value(parts[1]) + "." + value(parts[2]), (long) counter.count());
      }
    });
    return messages;
  }

  private static String value(String tag) {
    return tag.substring(tag.indexOf('=') + 1);
  }

  private long sum(String prefix) {
    double sum = 0;
    for (Map.Entry<String, Counter> entry : counters.entrySet()) {
      if (entry.getKey().startsWith(prefix)) {
        sum += entry.getValue().count();
      }
    }
    return (long) sum;
  }

  /** Tags come in pairs; the key in the map is {@code name|tag=value|...|}. */
  private void count(String name, String... tags) {
    StringBuilder key = new StringBuilder(name).append('|');
    for (int i = 0; i < tags.length; i += 2) {
      key.append(tags[i]).append('=').append(tags[i + 1]).append('|');
    }
    counters
        .computeIfAbsent(
            key.toString(), unused -> Counter.builder(name).tags(tags).register(registry))
        .increment();
  }
}
