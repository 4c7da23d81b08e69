package dev.beckon.verify.faults;

import dev.beckon.testservers.TcpProxy;
import dev.beckon.verify.stack.Proxies.Link;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * One connection between two processes fails in one way.
 *
 * @param candidates asked at each strike, because links exist only after the system has started
 */
record ConnectionFault(String name, Supplier<List<Link>> candidates, TcpProxy.Mode mode) implements Fault {

    @Override
    public Damage strike(RandomGenerator choice) {
        List<Link> links = candidates.get();
        Link link = links.get(choice.nextInt(links.size()));
        link.proxy().set(mode);
        return new Damage(link.name(), () -> link.proxy().set(TcpProxy.Mode.PASS));
    }
}
