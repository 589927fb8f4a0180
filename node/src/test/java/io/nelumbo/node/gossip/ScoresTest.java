package io.nelumbo.node.gossip;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

/** docs/protocol/peers.md 5. */
final class ScoresTest {

  private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

  private final SettableClock clock = new SettableClock();
  private final Scores scores = new Scores(clock);

  @Test
  void twoBadProofs_banForTenMinutes() {
    assertThat(scores.blame("a", Offence.INVALID_PROOF_OR_SIGNATURE)).isFalse();
    assertThat(scores.points("a")).isEqualTo(50);
    assertThat(scores.blame("a", Offence.INVALID_PROOF_OR_SIGNATURE)).isTrue();
    assertThat(scores.banned("a")).isTrue();
    assertThat(scores.banned("b")).isFalse();
    clock.advance(Duration.ofMinutes(10).minusMillis(1));
    assertThat(scores.banned("a")).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(scores.banned("a")).isFalse();
    assertThat(scores.points("a")).isZero();
  }

  @Test
  void points_areForgivenSlowly() {
    scores.blame("a", Offence.REJECTED);
    clock.advance(Duration.ofSeconds(100));
    assertThat(scores.points("a")).isEqualTo(15);
    clock.advance(Duration.ofHours(1));
    assertThat(scores.points("a")).isZero();
  }

  @Test
  void malformed_bansAtOnce() {
    assertThat(scores.blame("a", Offence.MALFORMED)).isTrue();
  }

  @Test
  void offenceOfABannedPeer_doesNotEndTheBan() {
    scores.blame("a", Offence.MALFORMED);
    clock.advance(Duration.ofMinutes(1));
    assertThat(scores.blame("a", Offence.TIMEOUT)).isFalse();
    assertThat(scores.banned("a")).isTrue();
    assertThat(scores.points("a")).isEqualTo(5);
    clock.advance(Duration.ofMinutes(9).minusMillis(1));
    assertThat(scores.banned("a")).isTrue();
    clock.advance(Duration.ofMillis(1));
    assertThat(scores.banned("a")).isFalse();
  }

  @Test
  void secondBan_lastsTenMinutesFromTheSecondOffence() {
    scores.blame("a", Offence.MALFORMED);
    clock.advance(Duration.ofMinutes(9));
    assertThat(scores.blame("a", Offence.MALFORMED)).isTrue();
    clock.advance(Duration.ofMinutes(9));
    assertThat(scores.banned("a")).isTrue();
  }

  @Test
  void manyOtherOffenders_doNotEndABan() {
    scores.blame("a", Offence.MALFORMED);
    for (int i = 0; i < 10_000; i++) {
      scores.blame("other " + i, Offence.TIMEOUT);
      scores.blame("banned " + i, Offence.MALFORMED);
    }
    assertThat(scores.banned("a")).isTrue();
    assertThat(scores.points("other 0")).isZero();
    assertThat(scores.points("other 9999")).isEqualTo(5);
  }

  @Test
  void bans_areBounded() {
    for (int i = 0; i <= Scores.MAX_BANS; i++) {
      scores.blame("banned " + i, Offence.MALFORMED);
    }
    assertThat(scores.banned("banned 0")).isFalse();
    assertThat(scores.banned("banned 1")).isTrue();
  }

  /** A clock that moves when told to. */
  private static final class SettableClock extends Clock {
    private Instant now = START;

    void advance(Duration time) {
      now = now.plus(time);
    }

    @Override
    public Instant instant() {
      return now;
    }

    @Override
    public ZoneOffset getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
