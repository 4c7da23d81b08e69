package dev.beckon.mention.route;

import dev.beckon.mention.publish.KafkaConfig;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Takes records from the public Kafka topic to the lanes, at least once and in the order of each partition. Its one thread reads
 * a batch, sends it, waits until Kafka has acknowledged all of it, and only then goes on. It has no state: what another process
 * repeats after a failure begins at a committed offset, so the first copy of each record still follows the first copy of the one
 * before it, and notification-service stores each once.
 */
@ApplicationScoped
class MentionRouter {

    private static final Logger LOG = Logger.getLogger(MentionRouter.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration BACK_OFF = Duration.ofSeconds(1);
    /** A batch that takes longer counts as waiting. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);
    /** On SIGTERM the batch is finished by then, or left to another process. */
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);

    private final RouterClients clients;
    private final LaneRecords lanes;
    private final OpenTelemetry telemetry;
    private final String kafkaTopic;
    private final Counter routed;
    private final CountDownLatch stopping = new CountDownLatch(1);
    private final Thread thread = Thread.ofPlatform().name("mention-router").daemon().unstarted(this::run);
    private volatile boolean waiting;
    private volatile int partitions;

    MentionRouter(RouterClients clients, LaneRecords lanes, OpenTelemetry telemetry, KafkaConfig config, MeterRegistry meters) {
        this.clients = clients;
        this.lanes = lanes;
        this.telemetry = telemetry;
        this.kafkaTopic = config.topic();
        this.routed = Counter.builder("beckon.router.records")
                .description("Records of the public Kafka topic taken to their lanes").register(meters);
        Gauge.builder("beckon.router.waiting", () -> waiting ? 1 : 0)
                .description("1 while the router waits for Kafka").register(meters);
    }

    /** A record on its way, and the one that it was made of. */
    private record Sent(ConsumerRecord<byte[], byte[]> origin, Future<?> acknowledged) {}

    void start(@Observes StartupEvent started) {
        thread.start();
    }

    void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
        stopping.countDown();
        thread.join(STOP_TIMEOUT);
    }

    boolean isWaiting() {
        return waiting;
    }

    /** The number of partitions of the public Kafka topic that this process routes. */
    int partitions() {
        return partitions;
    }

    private void run() {
        while (isRunning()) {
            try (RouterClients.Pair kafka = clients.open()) {
                route(kafka);
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                failed(e);
            }
            partitions = 0;
        }
    }

    private void route(RouterClients.Pair kafka) throws InterruptedException {
        RouterOffsets offsets = new RouterOffsets(kafka.consumer());
        kafka.consumer().subscribe(List.of(kafkaTopic), offsets);
        while (isRunning()) {
            ConsumerRecords<byte[], byte[]> batch = kafka.consumer().poll(POLL);
            offsets.given();
            if (!send(kafka.producer(), batch)) {
                return;
            }
            offsets.acknowledged();
            routed.increment(batch.count());
            partitions = kafka.consumer().assignment().size();
            if (!batch.isEmpty() || offsets.areAtTheEnd()) {
                works();
            }
        }
        offsets.commitNow();
    }

    /** @return false if this process stops before Kafka has acknowledged all */
    private boolean send(Producer<byte[], byte[]> kafka, ConsumerRecords<byte[], byte[]> batch) throws InterruptedException {
        RouterTrace trace = new RouterTrace(telemetry);
        try {
            boolean acknowledged = send(kafka, batch, trace);
            trace.end(acknowledged ? null : new InterruptedException());
            return acknowledged;
        } catch (InterruptedException | RuntimeException e) {
            trace.end(e);
            throw e;
        }
    }

    private boolean send(Producer<byte[], byte[]> kafka, ConsumerRecords<byte[], byte[]> batch, RouterTrace trace)
            throws InterruptedException {
        List<Sent> sent = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : batch) {
            LaneRecords.Divided divided = lanes.of(record);
            trace.begin(record, divided);
            for (ProducerRecord<byte[], byte[]> part : divided.parts()) {
                Sent next = new Sent(record, kafka.send(part));
                sent.add(next);
                if (next.acknowledged().state() == Future.State.FAILED && !isTooLarge(next.acknowledged().exceptionNow())) {
                    throw failure(next.acknowledged().exceptionNow()); // none may follow that would overtake it
                }
            }
        }
        for (Sent next : sent) {
            if (!await(kafka, next)) {
                return false;
            }
        }
        return true;
    }

    private boolean await(Producer<byte[], byte[]> kafka, Sent sent) throws InterruptedException {
        while (isRunning()) {
            try {
                sent.acknowledged().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
                return true;
            } catch (TimeoutException e) {
                waits("it has not acknowledged records for " + PATIENCE.toSeconds() + " s");
            } catch (ExecutionException e) {
                if (!isTooLarge(e.getCause())) {
                    throw failure(e.getCause());
                }
                ProducerRecord<byte[], byte[]> rest = lanes.truncated(sent.origin());
                return await(kafka, new Sent(sent.origin(), kafka.send(rest)));
            }
        }
        return false;
    }

    private static boolean isTooLarge(@Nullable Throwable failure) {
        return failure instanceof RecordTooLargeException;
    }

    private static KafkaException failure(@Nullable Throwable cause) {
        return cause instanceof KafkaException known ? known : new KafkaException(cause);
    }

    private boolean isRunning() {
        return stopping.getCount() > 0;
    }

    /** The clients are made anew: reading resumes at the committed offsets. */
    private void failed(RuntimeException failure) {
        waits(failure.toString());
        try {
            stopping.await(BACK_OFF.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void waits(String reason) {
        if (!waiting) {
            waiting = true;
            LOG.warnf("The router waits for Kafka; records that product teams wrote to %s stay there until it resumes: %s", kafkaTopic,
                    reason);
        }
    }

    private void works() {
        if (waiting) {
            waiting = false;
            LOG.infof("The router takes records from %s to lanes again", kafkaTopic);
        }
    }
}
