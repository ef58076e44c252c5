package org.activerouter.manager.netfilter;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.activerouter.capture.Endpoint;
import org.activerouter.manager.netfilter.KernelException.Reason;
import org.jspecify.annotations.Nullable;

/** The real kernel, by way of the netfilter scripts and, for renewing leases, of an {@code ipset} that stays. */
final class ScriptedKernel implements Kernel {
    private static final int BUSY = 75;
    /** The scripts wait a second for the lock, twice at most; a machine under load takes its time for the rest. */
    private static final Duration SCRIPT_LIMIT = Duration.ofSeconds(5);

    private static final int MOST_DOUBLINGS = 3;
    /** Half of it, and a lease of three seconds still gets its next renewal in time. */
    private static final Duration CHILD_LIMIT = Duration.ofSeconds(1);

    /** Looking is a routine that nobody waits for. It gives way to the services. */
    private static final List<String> IN_NO_HURRY = List.of("nice", "-n", "10");

    private final KernelSettings settings;
    private Runnable meanwhile = () -> {};
    private Set<Endpoint> reached = Set.of();
    private @Nullable SetChild child;
    private int timeOuts;

    ScriptedKernel(KernelSettings settings) {
        this.settings = settings;
    }

    @Override
    public void whileWaiting(Runnable work) {
        meanwhile = work;
    }

    @Override
    public Observed look() throws KernelException, InterruptedException {
        List<String> command = new ArrayList<>(IN_NO_HURRY);
        command.addAll(settings.command("dump"));
        return RedirectText.read(run("dump", command, ""));
    }

    @Override
    public void up() throws KernelException, InterruptedException {
        run("up", "");
    }

    @Override
    public void apply(Set<Redirect> wanted) throws KernelException, InterruptedException {
        run("apply", RedirectText.write(wanted, reached));
    }

    @Override
    public void reach(Set<Endpoint> servers) {
        reached = Set.copyOf(servers);
    }

    @Override
    public void down() throws KernelException, InterruptedException {
        run("down", "");
    }

    @Override
    public void renew(Set<Redirect> redirects) throws KernelException, InterruptedException {
        boolean done = false;
        try {
            if (child == null || !child.isAlive()) {
                close();
                child = SetChild.start(settings.launcher(), CHILD_LIMIT);
            }
            child.run(redirects.stream().map(this::renewal).toList());
            done = true;
        } finally {
            // What an abandoned child had still to read must not come into force later.
            if (!done) {
                close();
            }
        }
    }

    private String renewal(Redirect redirect) {
        return "add " + settings.setOf(redirect) + " "
                + redirect.server().address().getHostAddress() + ",tcp:"
                + redirect.server().port() + " timeout " + settings.lease().toSeconds() + " -exist";
    }

    private String run(String verb, String input) throws KernelException, InterruptedException {
        return run(verb, settings.command(verb), input);
    }

    private String run(String verb, List<String> command, String input) throws KernelException, InterruptedException {
        Script script = patiently(verb, command, input);
        if (script.exit() != 0) {
            Reason reason = script.exit() == BUSY ? Reason.BUSY : Reason.REFUSED;
            String said = script.errors().isEmpty() ? "no reason given" : script.errors();
            throw new KernelException(reason, verb + " ended with " + script.exit() + ": " + said);
        }
        return script.output();
    }

    /** On a machine so busy that it takes longer, the next attempt gets twice the time: each begins from nothing. */
    private Script patiently(String verb, List<String> command, String input)
            throws KernelException, InterruptedException {
        try {
            Duration limit = SCRIPT_LIMIT.multipliedBy(1L << Math.min(timeOuts, MOST_DOUBLINGS));
            Script script = Script.run(verb, command, input, limit, meanwhile);
            timeOuts = 0;
            return script;
        } catch (KernelException e) {
            timeOuts += e.reason() == Reason.TIMED_OUT ? 1 : 0;
            throw e;
        }
    }

    @Override
    public void close() {
        if (child != null) {
            child.close();
            child = null;
        }
    }
}
