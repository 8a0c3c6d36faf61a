/*
 * Copyright Runwatch Authors
 * SPDX-License-Identifier: Apache-2.0
 */
package dev.runwatch.stackdriver;

import com.google.api.MetricDescriptor;
import com.google.monitoring.v3.CreateMetricDescriptorRequest;
import com.google.monitoring.v3.CreateTimeSeriesRequest;
import com.google.monitoring.v3.MetricServiceGrpc;
import com.google.monitoring.v3.TimeInterval;
import com.google.monitoring.v3.TimeSeries;
import com.google.protobuf.Empty;
import com.google.protobuf.util.Timestamps;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/**
 * A Monitoring API on a port of this machine. It refuses what Google refuses: a point without a
 * descriptor or that contradicts it, a point that is not after the last one of its series, and more
 * than 200 series in a request.
 */
final class FakeMonitoring extends MetricServiceGrpc.MetricServiceImplBase
    implements AutoCloseable {

  final Map<String, MetricDescriptor> descriptors = new ConcurrentHashMap<>();
  final List<CreateTimeSeriesRequest> requests = new CopyOnWriteArrayList<>();
  private final Map<String, TimeInterval> last = new ConcurrentHashMap<>();
  private final Server server;
  private volatile @Nullable Status refusal;

  FakeMonitoring() throws IOException {
    server =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(this)
            .build()
            .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  /** From now on every request is answered so; null takes them again. */
  void refuse(@Nullable Status status) {
    refusal = status;
  }

  /** All points of a metric, in the order of their arrival. */
  List<TimeSeries> series(String type) {
    return requests.stream()
        .flatMap(request -> request.getTimeSeriesList().stream())
        .filter(series -> series.getMetric().getType().equals(type))
        .toList();
  }

  @Override
  public void createMetricDescriptor(
      CreateMetricDescriptorRequest request, StreamObserver<MetricDescriptor> answer) {
    Status refused = refusal;
    if (refused != null) {
      answer.onError(refused.asRuntimeException());
      return;
    }
    MetricDescriptor descriptor = request.getMetricDescriptor();
    MetricDescriptor former = descriptors.putIfAbsent(descriptor.getType(), descriptor);
    if (former != null && !former.equals(descriptor)) {
      answer.onError(Status.INVALID_ARGUMENT.withDescription("another one").asRuntimeException());
      return;
    }
    answer.onNext(descriptor);
    answer.onCompleted();
  }

  @Override
  public void createTimeSeries(CreateTimeSeriesRequest request, StreamObserver<Empty> answer) {
    Status refused = refusal != null ? refusal : check(request);
    if (refused != null) {
      answer.onError(refused.asRuntimeException());
      return;
    }
    requests.add(request);
    answer.onNext(Empty.getDefaultInstance());
    answer.onCompleted();
  }

  private @Nullable Status check(CreateTimeSeriesRequest request) {
    if (request.getTimeSeriesCount() > 200) {
      return Status.INVALID_ARGUMENT.withDescription("more than 200 time series");
    }
    for (TimeSeries series : request.getTimeSeriesList()) {
      String type = series.getMetric().getType();
      MetricDescriptor descriptor = descriptors.get(type);
      if (descriptor == null
          || descriptor.getMetricKind() != series.getMetricKind()
          || descriptor.getValueType() != series.getValueType()
          || !descriptor.getUnit().equals(series.getUnit())) {
        return Status.INVALID_ARGUMENT.withDescription(type + " is not what its descriptor says");
      }
      String identity = series.getMetric().toString() + series.getResource();
      TimeInterval interval = series.getPoints(0).getInterval();
      TimeInterval former = last.put(identity, interval);
      if (former != null && Timestamps.compare(former.getEndTime(), interval.getEndTime()) >= 0) {
        return Status.INVALID_ARGUMENT.withDescription(type + ": points must be in order");
      }
    }
    return null;
  }

  @Override
  public void close() {
    server.shutdownNow();
  }
}
