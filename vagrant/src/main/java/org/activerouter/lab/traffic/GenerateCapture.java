package org.activerouter.lab.traffic;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * Makes a capture by seed: {@code GenerateCapture FOLDER PACKETS [SEED]} writes {@code traffic-PACKETS-SEED.pcap} and, last,
 * {@code traffic-PACKETS-SEED.json} with its true counts, and prints the capture's path. A capture whose counts are there
 * already is not made again.
 */
public final class GenerateCapture {
    private static final int MOST_FLOWS = 40_000;

    /** So that every session of a small capture gets beyond its log-in. */
    private static final int LEAST_PACKETS_PER_FLOW = 50;

    private static final long START_SECONDS = 1_300_000_000L;

    /** Is part of the name: another generation of this program makes other bytes. */
    private static final int GENERATION = 1;

    private GenerateCapture() {}

    /** See the class. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2 || arguments.length > 3) {
            System.err.println("usage: GenerateCapture FOLDER PACKETS [SEED]");
            System.exit(64);
        }
        long packets = Long.parseLong(arguments[1]);
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        System.out.println(generate(Path.of(arguments[0]), packets, seed));
    }

    /** Makes the capture unless it is there; the answer is its path. */
    public static Path generate(Path folder, long packets, long seed) throws IOException {
        String name = "traffic-" + packets + "-" + seed + "-g" + GENERATION;
        Path capture = folder.resolve(name + ".pcap");
        Path counts = folder.resolve(name + ".json");
        if (!Files.exists(counts) || !Files.exists(capture)) {
            Files.createDirectories(folder);
            write(capture, counts, packets, seed);
        }
        return capture;
    }

    private static void write(Path capture, Path counts, long packets, long seed) throws IOException {
        int flows = Math.clamp(packets / LEAST_PACKETS_PER_FLOW, 1, MOST_FLOWS);
        GeneratedTraffic traffic = new GeneratedTraffic(seed, packets, flows);
        Map<String, Object> truth = new LinkedHashMap<>();
        Path unfinished = capture.resolveSibling(capture.getFileName() + ".part");
        try (PcapWriter file = new PcapWriter(unfinished, START_SECONDS)) {
            traffic.writeTo(file);
            truth.put("packets", file.packets());
            truth.put("bytes", file.bytes());
        }
        truth.put("seed", seed);
        truth.putAll(traffic.truth());
        Files.move(unfinished, capture, StandardCopyOption.REPLACE_EXISTING);
        JsonMapper mapper =
                JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
        Files.writeString(counts, mapper.writeValueAsString(truth));
    }
}
