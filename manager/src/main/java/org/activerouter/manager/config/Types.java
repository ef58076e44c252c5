package org.activerouter.manager.config;

import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueType;
import java.math.BigDecimal;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.activerouter.capture.Endpoint;

/** The kinds of values that the configuration is made of. */
final class Types {
    /** Few enough digits that neither a long overflows nor the library computes a number of a million digits. */
    private static final Pattern WITH_UNIT = Pattern.compile("\\s*\\d{1,15}(\\.\\d{1,9})?\\s*[A-Za-z]{1,12}\\s*");

    private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
    private static final Pattern IPV4_AND_PORT =
            Pattern.compile("(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3})\\.(\\d{1,3}):(\\d{1,5})");

    /** Fifteen bytes and a zero are what the kernel has room for (IFNAMSIZ). */
    private static final Pattern INTERFACE = Pattern.compile("[^\\s/:\\p{Cntrl}]{1,15}");

    private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9_-]{0,31}");
    private static final int HIGHEST_PORT = 0xFFFF;

    /** From largest to smallest: a value is written in the first one that divides it. */
    private static final Map<String, Long> TIME_UNITS = Map.of(
            "d",
            86_400_000_000_000L,
            "h",
            3_600_000_000_000L,
            "m",
            60_000_000_000L,
            "s",
            1_000_000_000L,
            "ms",
            1_000_000L,
            "us",
            1_000L);

    private static final Map<String, Long> SIZE_UNITS = Map.of("GiB", 1L << 30, "MiB", 1L << 20, "KiB", 1L << 10);

    private Types() {}

    static Type<Duration> duration(Duration least, Duration most) {
        return Type.single(
                "a duration with its unit, from " + text(least) + " to " + text(most),
                value -> withUnit(value, v -> v.atKey("v").getDuration("v"))
                        .filter(read -> read.compareTo(least) >= 0 && read.compareTo(most) <= 0),
                Types::text);
    }

    static Type<Long> size(long least, long most) {
        return Type.single(
                "a size with its unit, from " + text(least) + " to " + text(most),
                value -> withUnit(value, v -> v.atKey("v").getBytes("v")).filter(read -> read >= least && read <= most),
                Types::text);
    }

    private static <T> Optional<T> withUnit(ConfigValue value, Function<ConfigValue, T> reader) {
        Optional<String> text =
                Type.text(value).filter(t -> WITH_UNIT.matcher(t).matches());
        try {
            return text.map(t -> reader.apply(value));
        } catch (ConfigException e) {
            // An unknown unit, or a number too large for it.
            return Optional.empty();
        }
    }

    /** In the largest unit that leaves it whole, as the file would write it. */
    static String text(Duration duration) {
        return inLargest(TIME_UNITS, duration.toNanos(), "ns");
    }

    private static String text(long bytes) {
        return inLargest(SIZE_UNITS, bytes, "B");
    }

    private static String inLargest(Map<String, Long> units, long amount, String smallest) {
        return units.entrySet().stream()
                .filter(unit -> amount != 0 && amount % unit.getValue() == 0)
                .max(Map.Entry.comparingByValue())
                .map(unit -> amount / unit.getValue() + unit.getKey())
                .orElse(amount + (amount == 0 && smallest.equals("ns") ? "s" : smallest));
    }

    static Type<Integer> whole(int least, int most) {
        return Type.single(
                "a whole number from " + least + " to " + most,
                value -> number(value)
                        .filter(read -> read == Math.rint(read) && read >= least && read <= most)
                        .map(Double::intValue),
                String::valueOf);
    }

    static Type<Double> decimal(double least, double most) {
        return Type.single(
                "a number from " + text(least) + " to " + text(most),
                value -> number(value).filter(read -> read >= least && read <= most),
                Types::text);
    }

    /** A part of a whole that is not nothing. */
    static Type<Double> share() {
        return Type.single(
                "a share above 0 and at most 1",
                value -> number(value).filter(read -> read > 0 && read <= 1),
                Types::text);
    }

    private static Optional<Double> number(ConfigValue value) {
        return value.valueType() == ConfigValueType.NUMBER && value.unwrapped() instanceof Number number
                ? Optional.of(number.doubleValue())
                : Optional.empty();
    }

    private static String text(double number) {
        return BigDecimal.valueOf(number).stripTrailingZeros().toPlainString();
    }

    static Type<Boolean> yesOrNo() {
        return Type.single(
                "true or false",
                value -> value.unwrapped() instanceof Boolean read ? Optional.of(read) : Optional.empty(),
                String::valueOf);
    }

    /** One of the constants of an enum, written in lower case with hyphens. */
    static <E extends Enum<E>> Type<E> oneOf(Class<E> type) {
        Map<String, E> byWord = new TreeMap<>();
        Stream.of(type.getEnumConstants()).forEach(constant -> byWord.put(word(constant), constant));
        String words = String.join(
                ", ", Stream.of(type.getEnumConstants()).map(Types::word).toList());
        return Type.single(
                "one of " + words,
                value -> Type.text(value).flatMap(word -> Optional.ofNullable(byWord.get(word))),
                Types::word);
    }

    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** What an operator calls a service or a policy. */
    static Type<String> name() {
        return matching("a name of lower-case letters, digits, - and _ (at most 32)", NAME, Types::quotedIfNeeded);
    }

    static boolean isName(String text) {
        return NAME.matcher(text).matches();
    }

    static Type<String> networkInterface() {
        return matching("the name of an interface", INTERFACE, ConfigUtil::quoteString);
    }

    private static Type<String> matching(String expected, Pattern pattern, Function<String, String> writer) {
        return Type.single(
                expected,
                value -> Type.text(value).filter(text -> pattern.matcher(text).matches()),
                writer);
    }

    /** A number would be read back as one. */
    private static String quotedIfNeeded(String text) {
        return WORD.matcher(text).matches() ? text : ConfigUtil.quoteString(text);
    }

    static Type<Integer> port() {
        return whole(1, HIGHEST_PORT);
    }

    /** A server of IPv4: the kernel's redirects know no other. */
    static Type<Endpoint> server() {
        return Type.single(
                "an IPv4 address and a port, such as \"192.0.2.1:8888\"",
                value -> Type.text(value).flatMap(Types::endpoint),
                endpoint -> ConfigUtil.quoteString(endpoint.toString()));
    }

    static Optional<Endpoint> endpoint(String text) {
        Matcher matcher = IPV4_AND_PORT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        byte[] address = new byte[4];
        int port = Integer.parseInt(matcher.group(5));
        boolean sound = port >= 1 && port <= HIGHEST_PORT;
        for (int i = 0; i < address.length; i++) {
            int part = Integer.parseInt(matcher.group(i + 1));
            sound &= part <= 0xFF;
            address[i] = (byte) part;
        }
        return sound ? Optional.of(new Endpoint(address(address), port)) : Optional.empty();
    }

    private static InetAddress address(byte[] bytes) {
        try {
            return Inet4Address.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }

    /** Where a service runs says nothing about where its operator stands: only a whole path means one file. */
    static Type<Path> file(int longestBytes) {
        return Type.single(
                "the path of a file that begins with / (at most " + longestBytes + " bytes)",
                value -> Type.text(value)
                        .filter(text -> text.getBytes(StandardCharsets.UTF_8).length <= longestBytes)
                        .flatMap(Types::file),
                path -> ConfigUtil.quoteString(path.toString()));
    }

    private static Optional<Path> file(String text) {
        try {
            return Optional.of(Path.of(text))
                    .filter(path -> path.isAbsolute() && path.getNameCount() > 0 && !text.endsWith("/"));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }
}
