package dev.beckon.benchmarks.load;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** A process full of clients: takes {@link Order}s line by line, and ends when whoever gives them is gone. */
public final class LoadProcess {

    private static final ObjectMapper JSON = new ObjectMapper();

    private LoadProcess() {}

    public static void main(String[] arguments) throws IOException {
        Swarm swarm = new Swarm();
        BlockingQueue<Order> orders = new LinkedBlockingQueue<>();
        Thread.ofPlatform().daemon().name("orders").start(() -> listen(orders, swarm));
        Duty duty = new Duty(swarm);
        while (true) {
            Order order = orders.poll();
            if (order == null) {
                swarm.idle();
            } else {
                System.out.println(JSON.writeValueAsString(answer(duty, order)));
            }
        }
    }

    private static void listen(BlockingQueue<Order> orders, Swarm swarm) {
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                orders.add(JSON.readValue(line, Order.class));
                swarm.wake();
            }
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an order is not JSON", e);
        } catch (IOException e) {
            // nobody is there any more
        }
        System.exit(0);
    }

    private static Answer answer(Duty duty, Order order) {
        try {
            return duty.answer(order);
        } catch (IOException | RuntimeException e) {
            return Answer.failed(e.toString());
        }
    }
}
