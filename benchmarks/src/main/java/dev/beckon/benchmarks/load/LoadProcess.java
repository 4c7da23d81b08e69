package dev.beckon.benchmarks.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A process full of clients: reads {@link Order}s line by line, and ends with the process that gives them. */
public final class LoadProcess {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LoadProcess() {}

    public static void main(String[] arguments) throws IOException {
        LoadClients clients = new LoadClients();
        BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("orders").start(() -> listen(orders, clients));
        OrderRunner duty = new OrderRunner(clients);
        while (true) {
            Order order = orders.poll();
            if (order == null) {
                clients.idle();
            } else {
                System.out.println(JSON.writeValueAsString(answer(duty, order)));
            }
        }
    }

    private static void listen(BlockingQueue<Order> orders, LoadClients clients) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                orders.add(JSON.readValue(line, Order.class));
                clients.wake();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an order is not JSON", e);
        } catch (IOException e) {
            // The process that gives orders has ended.
        }
        System.exit(0);
    }

    private static LoadAnswer answer(OrderRunner duty, Order order) {
        try {
            return duty.answer(order);
        } catch (IOException | RuntimeException e) {
            return LoadAnswer.failed(e.toString());
        }
    }
}
