package org.activerouter.lab.directory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file that someone shares.
 *
 * @param path as the sharer names it
 * @param digest the sharer's word for the content
 * @param size bytes
 * @param bitrate kbit/s
 * @param frequency Hz
 * @param seconds duration
 * @param words what searches find it by
 */
public record SharedFile(
        String path, String digest, long size, int bitrate, int frequency, int seconds, Set<String> words) {
    private static final String PROPERTIES = " (\\S+) (\\d{1,15}) (\\d{1,9}) (\\d{1,9}) (\\d{1,9})";
    private static final Pattern FILE = Pattern.compile("\"([^\"]+)\"" + PROPERTIES);
    private static final Pattern FOLDER = Pattern.compile("\"([^\"]*)\"(.*)");
    private static final Pattern IN_FOLDER = Pattern.compile(" \"([^\"]+)\"" + PROPERTIES);

    /** Reads {@code "path" digest size bitrate frequency seconds}; empty when it is not one. */
    public static Optional<SharedFile> of(String share) {
        Matcher fields = FILE.matcher(share);
        return fields.matches() ? Optional.of(of("", fields)) : Optional.empty();
    }

    /** Reads {@code "folder" "file" digest size bitrate frequency seconds "file" ...}; what cannot be read is left out. */
    public static List<SharedFile> ofFolder(String share) {
        List<SharedFile> files = new ArrayList<>();
        Matcher folder = FOLDER.matcher(share);
        if (folder.matches()) {
            Matcher fields = IN_FOLDER.matcher(folder.group(2));
            while (fields.find()) {
                files.add(of(folder.group(1), fields));
            }
        }
        return files;
    }

    private static SharedFile of(String folder, Matcher fields) {
        String path = folder + fields.group(1);
        return new SharedFile(
                path,
                fields.group(2),
                Long.parseLong(fields.group(3)),
                Integer.parseInt(fields.group(4)),
                Integer.parseInt(fields.group(5)),
                Integer.parseInt(fields.group(6)),
                Words.ofPath(path));
    }

    /** The result that tells another user of this file. */
    String result(User owner) {
        return description() + " " + owner.nick() + " " + owner.addressNumber() + " " + owner.linkType();
    }

    /** Path and properties, as they stand in results and in what a user shares. */
    String description() {
        return "\"" + path + "\" " + digest + " " + size + " " + bitrate + " " + frequency + " " + seconds;
    }

    /** The path's last part, without its suffix. */
    String name() {
        int suffix = path.lastIndexOf('.');
        int name = path.lastIndexOf('\\') + 1;
        return path.substring(name, suffix > name ? suffix : path.length());
    }
}
