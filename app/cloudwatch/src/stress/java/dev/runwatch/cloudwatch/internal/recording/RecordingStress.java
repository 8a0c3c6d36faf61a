/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.cloudwatch.internal.recording;

import io.micrometer.core.instrument.MockClock;
import java.time.Duration;
import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.JJ_Result;
import org.openjdk.jcstress.infra.results.JJJ_Result;

/** Interleavings of recording and collecting. Each result is counts and sums, in nanoseconds. */
public final class RecordingStress {

  private RecordingStress() {}

  private static StepTime time() {
    return new StepTime(new MockClock(), Duration.ofMinutes(1));
  }

  private static void drain(DistributionRecorder recorder, Drained into) {
    recorder.drain(
        Long.MIN_VALUE,
        (step, distribution) -> {
          into.count += distribution.count();
          into.sum += (long) distribution.sum();
        });
  }

  private static final class Drained {
    private long count;
    private long sum;
  }

  /** Two threads add to one bucket. */
  @JCStressTest
  @Outcome(id = "2, 12", expect = Expect.ACCEPTABLE, desc = "both samples")
  @State
  public static class TwoThreadsRecordIntoOneCell {
    private final LatencyRecorder recorder = new LatencyRecorder(time());

    @Actor
    public void one() {
      recorder.record(5);
    }

    @Actor
    public void other() {
      recorder.record(7);
    }

    @Arbiter
    public void collect(JJ_Result result) {
      Drained drained = new Drained();
      drain(recorder, drained);
      result.r1 = drained.count;
      result.r2 = drained.sum;
    }
  }

  /** A collection while a thread records: the sample is in the first one or in the second. */
  @JCStressTest
  @Outcome(id = "0, 1, 5", expect = Expect.ACCEPTABLE, desc = "handed over the second time")
  @Outcome(id = "1, 1, 5", expect = Expect.ACCEPTABLE, desc = "handed over the first time")
  @State
  public static class AThreadRecordsALatencyDuringTheHandOver {
    private final LatencyRecorder recorder = new LatencyRecorder(time());
    private final Drained drained = new Drained();

    @Actor
    public void record() {
      recorder.record(5);
    }

    @Actor
    public void collect(JJJ_Result result) {
      drain(recorder, drained);
      result.r1 = drained.count;
    }

    @Arbiter
    public void collectAgain(JJJ_Result result) {
      drain(recorder, drained);
      result.r2 = drained.count;
      result.r3 = drained.sum;
    }
  }

  /** No collection sees the sum of an amount without its count. */
  @JCStressTest
  @Outcome(id = "0, 1, 750", expect = Expect.ACCEPTABLE, desc = "handed over the second time")
  @Outcome(id = "750, 1, 750", expect = Expect.ACCEPTABLE, desc = "handed over the first time")
  @State
  public static class AThreadRecordsAnAmountDuringTheHandOver {
    private final AmountRecorder recorder = new AmountRecorder(time());
    private final Drained drained = new Drained();

    @Actor
    public void record() {
      recorder.record(750);
    }

    @Actor
    public void collect(JJJ_Result result) {
      drain(recorder, drained);
      result.r1 = drained.sum;
    }

    @Arbiter
    public void collectAgain(JJJ_Result result) {
      drain(recorder, drained);
      result.r2 = drained.count;
      result.r3 = drained.sum;
    }
  }

  /** A bucket that is moved away while another thread adds to it. */
  @JCStressTest
  @Outcome(id = "5, 5", expect = Expect.ACCEPTABLE, desc = "all five samples")
  @State
  public static class ABucketIsSpilledWhileAThreadRecords {
    private static final int BUCKET = BucketArray.bucketOf(1);
    private final BucketArray array = BucketArray.ofNumbers(BucketArray.keyOf(BUCKET));
    private final int slot = BucketArray.slotOf(BUCKET);

    /** Four samples are there. */
    public ABucketIsSpilledWhileAThreadRecords() {
      array.getAndAdd(slot, 4L << array.shift);
    }

    @Actor
    public void record() {
      array.getAndAdd(slot, 1L << array.shift);
    }

    @Actor
    public void spill() {
      array.spill(slot);
    }

    @Arbiter
    public void collect(JJ_Result result) {
      Distribution.Builder into = new Distribution.Builder();
      array.drainNumbers(into);
      Distribution all = into.build();
      result.r1 = all.count();
      result.r2 = (long) all.sum();
    }
  }
}
