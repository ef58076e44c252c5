package org.activerouter.manager.story;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.activerouter.analyzer.load.ServerTable;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.story.StoryPlan.Health;
import org.activerouter.manager.story.StoryPlan.ServerPlan;

/**
 * A server as a queue with workers, its clients, and the service that takes its place. Queries come as a Poisson process; a
 * query waits until a worker is free, and is worked on for about the plan's service time.
 */
final class ModelServer {
    private static final double GIVES_UP_AFTER = 12;

    private final ServerPlan plan;
    private final Endpoint endpoint;
    private final Random random;
    private final List<ModelClient> clients = new ArrayList<>();
    private final double[] freeAt;
    private final PriorityQueue<Answer> answers = new PriorityQueue<>();
    private boolean redirected;
    private Health health = Health.ANSWERS;
    private long queriesAtService;
    private long forwarded;
    private long observed;

    private record Answer(double second, ModelClient client, ModelClient.Query query) implements Comparable<Answer> {
        @Override
        public int compareTo(Answer other) {
            return Double.compare(second, other.second);
        }
    }

    ModelServer(ServerPlan plan, Random random) {
        this.plan = plan;
        this.random = random;
        endpoint = endpoint(10, 1, plan.number(), 8_888);
        freeAt = new double[plan.workers()];
        for (int i = 0; i < plan.clients(); i++) {
            clients.add(new ModelClient(endpoint(10, 2 + i / 250, 1 + i % 250, 40_000), endpoint));
        }
    }

    static Endpoint endpoint(int first, int third, int fourth, int port) {
        try {
            byte[] address = {(byte) first, 0, (byte) third, (byte) fourth};
            return new Endpoint(InetAddress.getByAddress(address), port);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Lives through a stretch of time that is short against everything. */
    void live(double from, double until, StoryRun run) {
        changeHealth(from, run);
        double most = plan.load().highest(from, until);
        int candidates = poisson(most * (until - from));
        double[] times = random.doubles(candidates, from, until).sorted().toArray();
        for (double second : times) {
            answerUntil(second, run);
            if (random.nextDouble() * most < plan.load().at(second)) {
                ask(client(second), second, run);
            }
        }
        answerUntil(until, run);
        giveUp(until, run);
    }

    private int poisson(double mean) {
        if (mean > 50) {
            return Math.max(0, (int) Math.round(mean + Math.sqrt(mean) * random.nextGaussian()));
        }
        double limit = Math.exp(-mean);
        double product = random.nextDouble();
        int count = 0;
        while (product > limit) {
            count++;
            product *= random.nextDouble();
        }
        return count;
    }

    private ModelClient client(double second) {
        boolean greedy = random.nextDouble() < plan.greedyShare().at(second);
        return clients.get(greedy ? 0 : random.nextInt(clients.size()));
    }

    private void ask(ModelClient client, double second, StoryRun run) {
        if (health == Health.REFUSES) {
            return;
        }
        client.reconnectWhenDue(second, redirected, plan.sessionSeconds(), random, run);
        if (client.isAtService()) {
            queriesAtService++;
            if (random.nextDouble() < plan.hitRatio()) {
                return;
            }
            forwarded++;
        }
        observed++;
        ModelClient.Query query = client.ask(second, run);
        boolean ignored = random.nextDouble() < plan.ignoredShare();
        if (health == Health.ANSWERS && !ignored) {
            serve(client, query, second);
        }
    }

    private void serve(ModelClient client, ModelClient.Query query, double second) {
        int worker = 0;
        for (int i = 1; i < freeAt.length; i++) {
            worker = freeAt[i] < freeAt[worker] ? i : worker;
        }
        // Evenly from half to one and a half times the mean.
        double work = plan.serviceSeconds().at(second) * (0.5 + random.nextDouble());
        double done = Math.max(second, freeAt[worker]) + work;
        freeAt[worker] = done;
        answers.add(new Answer(done + plan.delaySeconds().at(second), client, query));
    }

    private void answerUntil(double second, StoryRun run) {
        while (!answers.isEmpty() && answers.peek().second() <= second) {
            Answer answer = answers.remove();
            answer.client().answer(answer.query(), answer.second(), plan.resultsPerAnswer(), run);
            observed++;
        }
    }

    private void changeHealth(double second, StoryRun run) {
        Health next = plan.healthAt(second);
        if (next == health) {
            return;
        }
        if (next == Health.REFUSES || health == Health.HANGS) {
            // The process ends, or is started anew; its kernel closes what it had.
            clients.forEach(client -> client.close(second, run));
            answers.clear();
            Arrays.fill(freeAt, second);
        } else if (next == Health.HANGS) {
            answers.clear();
        }
        health = next;
    }

    private void giveUp(double second, StoryRun run) {
        for (ModelClient client : clients) {
            if (client.waitsSince() < second - GIVES_UP_AFTER) {
                client.close(second, run);
            }
        }
    }

    /** The router was started anew: it knows none of the connections, and the kernel redirects nobody. */
    void routerRestarts(ServerTable table) {
        redirected = false;
        clients.forEach(client -> client.unknownTo(table));
    }

    void redirected(boolean now) {
        redirected = now;
    }

    boolean isRedirected() {
        return redirected;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    long queriesAtService() {
        return queriesAtService;
    }

    long forwarded() {
        return forwarded;
    }

    /** Queries and answers that passed the capture. */
    long observed() {
        return observed;
    }
}
