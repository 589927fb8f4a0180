package io.nelumbo.node.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Address groups, limits and the dial schedule. */
final class PartsTest {

  @ParameterizedTest
  @CsvSource({
    "192.0.2.1, 192.0.2.1",
    "::ffff:192.0.2.1, 192.0.2.1",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:ffff::1, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:3::1, 2001:db8:1:3:0:0:0:0/64",
    "::1, 0:0:0:0:0:0:0:0/64"
  })
  void addressGroup_countsOneMachineOnce(String address, String group) throws Exception {
    assertThat(AddressGroup.of(InetAddress.getByName(address))).isEqualTo(group);
  }

  @Test
  void limits_holdInTotalAndByGroup() {
    ConnectionLimits limits = new ConnectionLimits(3, 2);
    assertThat(limits.enter("a")).isTrue();
    assertThat(limits.enter("a")).isTrue();
    assertThat(limits.enter("a")).isFalse();
    assertThat(limits.enter("b")).isTrue();
    assertThat(limits.enter("c")).isFalse();
    limits.leave("a");
    assertThat(limits.enter("c")).isTrue();
    assertThat(limits.total()).isEqualTo(3);
  }

  @Test
  void schedule_backsOffWithJitterUpToAMinute() {
    ManualClock clock = new ManualClock();
    DialSchedule schedule = new DialSchedule(clock, new Random(7));
    assertThat(schedule.due()).isTrue();
    long full = DialSchedule.FIRST_MILLIS;
    for (int i = 0; i < 12; i++) {
      schedule.failed();
      long waited = clock.advanceUntil(schedule);
      assertThat(waited).isBetween(full / 2, full);
      full = Math.min(DialSchedule.MAX_MILLIS, 2 * full);
    }
    schedule.succeeded();
    schedule.failed();
    assertThat(clock.advanceUntil(schedule)).isLessThanOrEqualTo(DialSchedule.FIRST_MILLIS);
  }

  /** A clock that moves when told to. */
  private static final class ManualClock extends Clock {
    private long millis = 1_000_000;

    long advanceUntil(DialSchedule schedule) {
      long start = millis;
      while (!schedule.due()) {
        millis++;
      }
      return millis - start;
    }

    @Override
    public long millis() {
      return millis;
    }

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
