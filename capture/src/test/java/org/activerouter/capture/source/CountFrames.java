package org.activerouter.capture.source;

import java.util.List;
import org.activerouter.capture.CaptureException;
import org.activerouter.capture.FrameBatch;
import org.activerouter.capture.FrameSource;

/** A program that prints how many frames there are in the files that it is given, or why it cannot: a process to be tested from outside. */
final class CountFrames {
    private CountFrames() {}

    public static void main(String[] names) {
        long frames = 0;
        try (FrameSource source = FrameSources.files(List.of(names))) {
            for (FrameBatch batch = source.next(); batch != null; batch = source.next()) {
                frames += batch.size();
            }
            System.out.println(frames);
        } catch (CaptureException e) {
            System.out.println(e.kind() + ": " + e.getMessage());
        }
    }
}
