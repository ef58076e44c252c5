package org.activerouter.proxy.opennap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An OpenNap server in memory, as simple as the rules of the protocol allow: it answers in order, leaves the asker's own files
 * out, gives a firewalled asker no firewalled sharers, cuts at a limit, newest first. Written from the protocol's description
 * and sharing no code with the proxy. Each answer is a scan of all files.
 */
public final class ModelServer {
    private static final Pattern FILE =
            Pattern.compile("\"([^\"]*)\" (\\S+) (\\d{1,9}) (\\d{1,9}) (\\d{1,9}) (\\d{1,9})");
    private static final Pattern FOLDER = Pattern.compile("^\"([^\"]*)\"(.*)$");
    private static final Pattern TERM = Pattern.compile("\"[^\"]*\"|\\S+");

    private record File(long number, Client owner, String path, String properties, int bitrate) {}

    final int cut;
    private final Map<String, Client> clients = new TreeMap<>();
    private final Map<String, File> files = new LinkedHashMap<>();
    private long number;
    private long searches;

    public ModelServer(int cut) {
        this.cut = cut;
    }

    /** One connection; what the server says goes to the consumer. */
    public final class Client {
        private final String address;
        private final Consumer<Nap> out;
        private String nick = "";
        private boolean firewalled;
        private boolean gone;

        private Client(String address, Consumer<Nap> out) {
            this.address = address;
            this.out = out;
        }

        public void say(Nap message) {
            if (gone) {
                return;
            }
            if (nick.isEmpty()) {
                stranger(message);
            } else {
                user(message);
            }
        }

        private void stranger(Nap message) {
            String[] fields = message.text().split(" ", -1);
            switch (message.type()) {
                case 7 -> out.accept(new Nap(clients.containsKey(message.text()) ? 9 : 8, ""));
                case Nap.LOG_IN, 6 -> {
                    if (fields.length < 3 || fields[0].isEmpty()) {
                        out.accept(new Nap(0, "invalid log-in"));
                        leave();
                        return;
                    }
                    if (clients.containsKey(fields[0])) {
                        out.accept(new Nap(0, fields[0] + " is already active"));
                        leave();
                        return;
                    }
                    nick = fields[0];
                    firewalled = fields[2].equals("0");
                    clients.put(nick, this);
                    out.accept(new Nap(3, "anon@lab"));
                    out.accept(new Nap(621, "VERSION model"));
                    out.accept(new Nap(621, ""));
                    out.accept(new Nap(214, "1 2 3"));
                }
                default -> {
                    out.accept(new Nap(0, "invalid command"));
                    leave();
                }
            }
        }

        private void user(Nap message) {
            String text = message.text();
            switch (message.type()) {
                case Nap.SHARE -> shareAll("", text);
                case Nap.FOLDER -> {
                    Matcher folder = FOLDER.matcher(text);
                    if (folder.matches()) {
                        shareAll(folder.group(1), folder.group(2));
                    }
                }
                case Nap.UNSHARE -> {
                    if (files.remove(nick + "/" + text) == null) {
                        out.accept(new Nap(Nap.ERROR, "not sharing that file"));
                    }
                }
                case Nap.UNSHARE_ALL -> files.values().removeIf(file -> file.owner == this);
                case Nap.SEARCH -> search(text);
                case 205 -> tell(text);
                case 211 -> browse(text);
                case 203 -> out.accept(new Nap(204, text + " answer"));
                case 603 -> out.accept(new Nap(604, text + " \"User\" 100"));
                case 214 -> out.accept(new Nap(214, "4 5 6"));
                default -> out.accept(new Nap(Nap.ERROR, "unknown command " + message.type()));
            }
        }

        private void tell(String text) {
            String[] to = text.split(" ", 2);
            Client other = clients.get(to[0]);
            if (other == null) {
                out.accept(new Nap(Nap.ERROR, "no such user"));
            } else {
                other.out.accept(new Nap(205, nick + " " + (to.length > 1 ? to[1] : "")));
            }
        }

        private void browse(String whom) {
            files.values().stream()
                    .filter(file -> file.owner.nick.equals(whom))
                    .forEach(file -> out.accept(new Nap(212, whom + " \"" + file.path + "\" " + file.properties)));
            out.accept(new Nap(213, whom));
        }

        private void shareAll(String folder, String text) {
            Matcher file = FILE.matcher(text);
            while (file.find()) {
                String path = folder + file.group(1);
                String properties = file.group(2) + " " + file.group(3) + " " + file.group(4) + " " + file.group(5)
                        + " " + file.group(6);
                files.put(
                        nick + "/" + path, new File(number++, this, path, properties, Integer.parseInt(file.group(4))));
            }
        }

        private void search(String text) {
            searches++;
            List<String> results = answer(text, this);
            if (results == null) {
                out.accept(new Nap(Nap.ERROR, "invalid search request"));
            } else {
                results.forEach(result -> out.accept(new Nap(Nap.RESULT, result)));
            }
            out.accept(new Nap(Nap.END, ""));
        }

        public boolean isGone() {
            return gone;
        }

        public void leave() {
            gone = true;
            files.values().removeIf(file -> file.owner == this);
            if (clients.get(nick) == this) {
                clients.remove(nick);
            }
        }

        private String end() {
            String[] quad = address.split("\\.", -1);
            long value = 0;
            for (int i = 3; i >= 0; i--) {
                value = value * 256 + Integer.parseInt(quad[i]);
            }
            return nick + " " + value + " 4";
        }
    }

    public Client connect(String address, Consumer<Nap> out) {
        return new Client(address, out);
    }

    public long searches() {
        return searches;
    }

    /** What a client finds now; null if that is no search. */
    private List<String> answer(String text, Client asker) {
        List<String> words = new ArrayList<>();
        int most = cut;
        int bitrate = 0;
        List<String> terms = new ArrayList<>();
        Matcher term = TERM.matcher(text);
        while (term.find()) {
            terms.add(term.group().replace("\"", ""));
        }
        for (int i = 0; i < terms.size(); i++) {
            String name = terms.get(i).toUpperCase(Locale.ROOT);
            if (name.equals("FILENAME") && i + 2 < terms.size()) {
                words.addAll(words(terms.get(i + 2)));
                i += 2;
            } else if (name.equals("MAX_RESULTS") && i + 1 < terms.size() && isNumber(terms.get(i + 1))) {
                int wish = Integer.parseInt(terms.get(++i));
                most = wish == 0 ? cut : Math.min(cut, wish);
            } else if (name.equals("BITRATE") && i + 2 < terms.size() && isNumber(terms.get(i + 2))) {
                bitrate = Integer.parseInt(terms.get(i + 2));
                i += 2;
            } else {
                return null;
            }
        }
        if (words.isEmpty()) {
            return null;
        }
        int least = bitrate;
        return files.values().stream()
                .filter(file -> file.owner != asker
                        && !(file.owner.firewalled && asker.firewalled)
                        && file.bitrate >= least
                        && pathWords(file.path).containsAll(words))
                .sorted(Comparator.comparingLong(File::number).reversed())
                .limit(most)
                .map(file -> "\"" + file.path + "\" " + file.properties + " " + file.owner.end())
                .toList();
    }

    private static boolean isNumber(String text) {
        return text.matches("[0-9]{1,6}");
    }

    /** Of the file's name without its suffix, and of its folder. */
    private static List<String> pathWords(String path) {
        String[] parts = path.split("\\\\", -1);
        String name = parts[parts.length - 1];
        int suffix = name.lastIndexOf('.');
        List<String> words = new ArrayList<>(words(suffix > 0 ? name.substring(0, suffix) : name));
        if (parts.length > 1) {
            words.addAll(words(parts[parts.length - 2]));
        }
        return words;
    }

    private static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : text.toLowerCase(Locale.ROOT).split("[^a-z0-9']+", -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
