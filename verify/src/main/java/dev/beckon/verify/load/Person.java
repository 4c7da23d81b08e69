package dev.beckon.verify.load;

import com.fasterxml.jackson.databind.JsonNode;
import dev.beckon.contracts.Notification;
import dev.beckon.contracts.NotificationPage;
import dev.beckon.contracts.Source;
import dev.beckon.testclients.Device;
import dev.beckon.testclients.Json;
import dev.beckon.testclients.Message.Reply;
import dev.beckon.verify.history.Fact.Answered;
import dev.beckon.verify.history.Fact.Asked;
import dev.beckon.verify.history.Fact.Unanswered;
import dev.beckon.verify.history.HistoryLog;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A user with one to three devices who reads and archives on any of them, shows the inbox by thread on some, undoes both, loads pages, and loses the network in every
 * way.
 */
public final class Person implements AutoCloseable {

    private static final AtomicInteger CALLS = new AtomicInteger();

    /** Of so many devices one shows its inbox by thread. */
    private static final int BY_THREAD = 3;

    /** The largest page. */
    private static final int PAGE = NotificationPage.MAX_LIMIT;

    /** Makes a device of this user. */
    interface Maker {
        /** @param byThread whether it shows its inbox by thread */
        Device make(String device, String user, boolean byThread);
    }

    private final String user;
    private final Random choice;
    private final Maker maker;
    private final HistoryLog log;
    private final Duration pause;
    private final List<Device> devices = new ArrayList<>();
    private final List<String> names = new ArrayList<>();
    /** Ids that the user archived one by one and has not put back. */
    private final List<String> archived = new ArrayList<>();
    private int made;

    /** @param pause average time between two actions of the user */
    Person(String user, long seed, Maker maker, HistoryLog log, Duration pause) {
        this.user = user;
        this.choice = new Random(seed);
        this.maker = maker;
        this.log = log;
        this.pause = pause;
        int count = 1 + choice.nextInt(3);
        for (int i = 0; i < count; i++) {
            devices.add(null);
            names.add("");
            renew(i);
        }
    }

    void work(CountDownLatch stop) throws InterruptedException {
        while (!stop.await(choice.nextLong(2 * pause.toMillis()), TimeUnit.MILLISECONDS)) {
            int i = choice.nextInt(devices.size());
            Device device = devices.get(i);
            switch (choice.nextInt(20)) {
                case 0 -> device.cut();
                case 1 -> device.abandon();
                case 2 -> device.leave();
                case 3 -> renew(i);
                case 4, 5, 6 -> ask(i, "mark_seen", Map.of());
                case 7, 8, 9 -> onSome(i, "mark_read");
                case 10, 11 -> archive(i);
                case 12 -> ask(i, "mark_all_read", upTo(device));
                case 13 -> onSome(i, "mark_unread");
                case 14 -> unarchive(i);
                case 15 -> onSource(i);
                case 16 -> ask(i, "archive_read", Map.of());
                default -> ask(i, "list", page(device));
            }
        }
    }

    /** Closes the application, and opens it again with nothing in memory. */
    private void renew(int i) {
        if (devices.get(i) != null) {
            devices.get(i).close();
        }
        names.set(i, user + "/" + ++made);
        devices.set(i, maker.make(names.get(i), user, choice.nextInt(BY_THREAD) == 0));
    }

    private void onSome(int i, String event) {
        onThese(i, event, some(i));
    }

    private List<String> some(int i) {
        List<Notification> items = new ArrayList<>(devices.get(i).view().items());
        Collections.shuffle(items, choice);
        return items.stream().limit(1 + choice.nextInt(3)).map(item -> item.id().toString()).toList();
    }

    private void onThese(int i, String event, List<String> ids) {
        if (!ids.isEmpty()) {
            ask(i, event, Map.of("ids", ids));
        }
    }

    private void archive(int i) {
        List<String> ids = some(i);
        onThese(i, "archive", ids);
        archived.addAll(ids);
    }

    /** Mostly undoes the latest archiving. */
    private void unarchive(int i) {
        int from = Math.max(0, archived.size() - 1 - choice.nextInt(5));
        onThese(i, "unarchive", List.copyOf(archived.subList(from, archived.size())));
        archived.subList(from, archived.size()).clear();
    }

    /** All notifications from the source of one that the device shows. */
    private void onSource(int i) {
        List<Notification> items = devices.get(i).view().items();
        if (!items.isEmpty()) {
            Source source = items.get(choice.nextInt(items.size())).source();
            String event = List.of("mark_read", "mark_source_read", "mark_unread", "archive").get(choice.nextInt(4));
            ask(i, event, Map.of("source", Map.of("type", source.type(), "id", source.id())));
        }
    }

    /** Lists the inbox on each device, by each filter. */
    public void lookAround() {
        for (int i = 0; i < devices.size(); i++) {
            ask(i, "list", Map.of("limit", PAGE));
            ask(i, "list", Map.of("limit", PAGE, "filter", Map.of("unread", true)));
            ask(i, "list", Map.of("limit", PAGE, "filter", Map.of("archived", true)));
            ask(i, "list", Map.of("limit", PAGE, "group", "thread"));
            ask(i, "list", Map.of("limit", PAGE, "group", "thread", "filter", Map.of("unread", true)));
        }
    }

    /** Mostly the {@code seq} of an item that the device shows; sometimes no bound. */
    private Map<String, Object> upTo(Device device) {
        List<Notification> items = device.view().items();
        return items.isEmpty() || choice.nextInt(4) == 0
                ? Map.of()
                : Map.of("up_to", items.get(choice.nextInt(items.size())).seq());
    }

    private Map<String, Object> page(Device device) {
        long floor = device.view().floor();
        return floor > 1 ? Map.of("before", floor, "limit", 20) : Map.of("limit", 20);
    }

    private void ask(int i, String event, Map<String, Object> payload) {
        Device device = devices.get(i);
        String name = names.get(i);
        if (!device.isJoined()) {
            return;
        }
        int call = CALLS.incrementAndGet();
        JsonNode tree = Json.asTree(payload);
        log.note(at -> new Asked(at, name, user, call, event, tree));
        try {
            Reply reply = device.push(event, payload);
            log.note(at -> new Answered(at, name, user, call, reply.isOk(), reply.response()));
        } catch (UncheckedIOException noAnswer) {
            log.note(at -> new Unanswered(at, name, user, call, String.valueOf(noAnswer.getMessage())));
        }
    }

    public String user() {
        return user;
    }

    /** Devices by name. */
    public Map<String, Device> devices() {
        Map<String, Device> byName = new LinkedHashMap<>();
        for (int i = 0; i < devices.size(); i++) {
            byName.put(names.get(i), devices.get(i));
        }
        return byName;
    }

    @Override
    public void close() {
        devices.parallelStream().forEach(Device::close);
    }
}
