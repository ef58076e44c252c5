package org.activerouter.capture.source;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.EOFException;
import org.pcap4j.core.PcapHandle;

/** A program that sends frames on an interface: reads how often, how long and the frame, answers how often it did. */
final class SendFrames {
    private SendFrames() {}

    public static void main(String[] arguments) throws Exception {
        DataInputStream orders = new DataInputStream(System.in);
        DataOutputStream done = new DataOutputStream(System.out);
        while (true) {
            int times;
            try {
                times = orders.readInt();
            } catch (EOFException e) {
                return;
            }
            byte[] frame = orders.readNBytes(orders.readInt());
            // Opened each time: the interface may have been made anew since.
            try (PcapHandle handle =
                    new PcapHandle.Builder(arguments[0]).snaplen(128).build()) {
                for (int i = 0; i < times; i++) {
                    handle.sendPacket(frame);
                }
            }
            done.writeInt(times);
            done.flush();
        }
    }
}
