package org.activerouter.capture.source;

import java.util.List;
import org.activerouter.capture.CaptureException;

/** A program that opens the interfaces that it is given and prints why it cannot: a process to be tested from outside. */
final class OpenInterfaces {
    private OpenInterfaces() {}

    public static void main(String[] names) {
        try (LiveSource source = FrameSources.interfaces(List.of(names), CaptureFilter.allTcp())) {
            System.out.println(source.status());
        } catch (CaptureException e) {
            System.out.println(e.kind() + ": " + e.getMessage());
        }
    }
}
