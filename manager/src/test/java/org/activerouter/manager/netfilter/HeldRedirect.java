package org.activerouter.manager.netfilter;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.activerouter.manager.netfilter.KernelSettings.Backend;
import org.activerouter.manager.netfilter.RedirectionStatus.State;

/** Keeps the lab's redirect in force until its standard input ends: a process to be frozen or killed. */
final class HeldRedirect {
    private HeldRedirect() {}

    /** Arguments: the folder of the scripts, the back end. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        KernelSettings settings = KernelSettings.of(Path.of(arguments[0]), List.of("cli"), List.of("srv"))
                .in(Backend.valueOf(arguments[1]));
        try (Reconciler reconciler = Reconciler.start(settings)) {
            reconciler.want(Set.of(RouterLab.redirect()));
            while (reconciler.status().state() != State.IN_FORCE) {
                TimeUnit.MILLISECONDS.sleep(10);
            }
            System.out.println("in force");
            System.in.readAllBytes();
        }
    }
}
