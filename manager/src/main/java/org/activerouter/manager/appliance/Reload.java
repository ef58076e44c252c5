package org.activerouter.manager.appliance;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.activerouter.manager.admin.Answer;
import org.activerouter.manager.config.ConfigurationException;
import org.activerouter.manager.config.KnownNames;
import org.activerouter.manager.config.Problem;
import org.activerouter.manager.config.RouterConfiguration;
import org.activerouter.manager.control.Router;
import org.activerouter.manager.netfilter.Finding;

/** The configuration read again while the router runs: looked at by whoever asks, taken on by the control thread. */
final class Reload {
    private final Path file;
    private final Path scripts;
    private final Router router;
    private final KernelRedirections redirections;
    private final RouterConfiguration started;

    /** Of the control thread alone. */
    private RouterConfiguration inForce;

    Reload(Path file, Path scripts, RouterConfiguration inForce, Router router, KernelRedirections redirections) {
        this.file = file;
        this.scripts = scripts;
        started = inForce;
        this.inForce = inForce;
        this.router = router;
        this.redirections = redirections;
    }

    /**
     * Reads the file and looks whether this machine and this router can do what it says, which may take seconds. Any thread but the
     * control thread, which must not stand still for so long.
     *
     * @return what takes it on, or refuses it: then the old one stays in force; for the control thread
     */
    Supplier<Answer> prepare() {
        try {
            RouterConfiguration read = RouterConfiguration.read(file, KnownNames.installed());
            Change change = new Change(started, read);
            List<String> impossible = change.impossible();
            if (!impossible.isEmpty()) {
                return () -> refuse(impossible, "a service that it names was not started with this router");
            }
            Optional<KernelSide> kernel = kernel(read);
            return () -> take(read, kernel, change.untilRestart());
        } catch (ConfigurationException e) {
            List<String> problems = e.problems().stream().map(Problem::text).toList();
            return () -> refuse(problems, count(problems) + ", see 'active-router check " + file + "'");
        } catch (UnfitMachineException e) {
            List<String> findings = e.findings().stream().map(Finding::toString).toList();
            return () -> refuse(findings, "a policy wants to act, and " + e.getMessage());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return () -> refuse(List.of(), "the router is about to end");
        }
    }

    /** The first policy that acts needs rules, on a machine that is fit for them. */
    private Optional<KernelSide> kernel(RouterConfiguration read) throws UnfitMachineException, InterruptedException {
        return redirections.isOpen()
                ? Optional.empty()
                : Optional.of(KernelSide.of(read, scripts)).filter(KernelSide::mayTouch);
    }

    private Answer refuse(List<String> problems, String why) {
        router.configure(ActiveParts.of(file, inForce)
                .withTrouble(
                        file + " was not taken on: " + why + "; configuration " + inForce.hash() + " stays in force"));
        return Answer.refused(
                String.join("\n", problems) + "\nThe configuration " + inForce.hash() + " stays in force.\n");
    }

    private static String count(List<String> problems) {
        return problems.size() == 1 ? "1 problem" : problems.size() + " problems";
    }

    private Answer take(RouterConfiguration read, Optional<KernelSide> kernel, List<String> later) {
        kernel.ifPresent(redirections::open);
        inForce = read;
        router.configure(ActiveParts.of(file, read));
        String rest = later.isEmpty()
                ? ""
                : "What was changed of " + String.join(", ", later)
                        + " takes effect when the router is started again.\n";
        return Answer.done("Configuration " + read.hash() + " is in force.\n" + rest);
    }
}
