package org.activerouter.manager.config;

import com.typesafe.config.ConfigObject;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.activerouter.analyzer.history.StateDatabaseSettings;
import org.activerouter.manager.group.GroupSettings;
import org.activerouter.manager.policy.Policy;
import org.activerouter.proxy.http.HttpLimits;
import org.activerouter.proxy.http.cache.HttpCacheSettings;
import org.activerouter.proxy.opennap.cache.CacheSettings;
import org.activerouter.proxy.relay.RelayLimits;

/**
 * Everything that an operator decides. Immutable, for any thread; complete and free of contradictions.
 *
 * @param capture where the router watches
 * @param services which servers it cares for, in the order of the file
 * @param policies all policies by name, used or not
 * @param relay what the relay, and every service on its frame, may use
 * @param cache how the cache proxy answers
 * @param http what the services that speak HTTP take
 * @param httpCache what the HTTP cache may keep
 * @param netfilter how the kernel's redirects are kept
 * @param limits what the passive half may hold
 * @param database where history is
 * @param admin how an operator talks to the running router
 * @param metrics where monitoring scrapes it; empty if nowhere
 * @param log what is said
 * @param effective what every key amounts to, in the order of the sample file
 * @param remarks what stands in the file and has no effect, in its order
 */
public record RouterConfiguration(
        CaptureConfiguration capture,
        List<ServiceConfiguration> services,
        Map<String, Policy> policies,
        RelayLimits relay,
        CacheSettings cache,
        HttpLimits http,
        HttpCacheSettings httpCache,
        NetfilterConfiguration netfilter,
        LimitsConfiguration limits,
        StateDatabaseSettings database,
        AdminConfiguration admin,
        Optional<MetricsConfiguration> metrics,
        LogConfiguration log,
        List<EffectiveValue> effective,
        List<Problem> remarks) {
    /** Enough that two configurations of one machine never share it, few enough to read. */
    private static final int HASH_BYTES = 6;

    /** What may stand in the file, in the order of the sample. */
    static final Section FILE = Section.of("", "")
            .with(List.of(
                    CaptureConfiguration.SECTION,
                    ServiceConfiguration.SECTION,
                    GroupSection.SECTION,
                    PolicySection.SECTION,
                    RelaySection.SECTION,
                    CacheSection.SECTION,
                    HttpSection.SECTION,
                    HttpCacheSection.SECTION,
                    NetfilterConfiguration.SECTION,
                    LimitsConfiguration.SECTION,
                    DatabaseSection.SECTION,
                    AdminConfiguration.SECTION,
                    MetricsConfiguration.SECTION,
                    LogConfiguration.SECTION));

    /** Policies are read before the services that name them. */
    private static final Comparator<EffectiveValue> IN_ORDER_OF_SAMPLE = Comparator.comparingInt(value ->
            FILE.words().indexOf(value.path().substring(0, value.path().indexOf('.'))));

    /** Keeps its own copies. */
    public RouterConfiguration {
        services = List.copyOf(services);
        policies = Map.copyOf(policies);
        effective = effective.stream().sorted(IN_ORDER_OF_SAMPLE).toList();
        remarks = List.copyOf(remarks);
    }

    /**
     * Reads a file and what it includes.
     *
     * @param known the names that it may use for what is installed
     * @throws ConfigurationException when it cannot be read or anything in it is wrong; it holds every problem
     */
    public static RouterConfiguration read(Path file, KnownNames known) throws ConfigurationException {
        Problems problems = new Problems();
        ConfigurationFiles files = new ConfigurationFiles(problems);
        ConfigObject values = files.read(file);
        return of(values, file, new Reading(known, files.whole(), problems));
    }

    /** The same, of a text that counts as the contents of a file. */
    static RouterConfiguration parse(String text, Path file, KnownNames known) throws ConfigurationException {
        Problems problems = new Problems();
        ConfigurationFiles files = new ConfigurationFiles(problems);
        ConfigObject values = files.parse(file.toString(), file, text);
        return of(values, file, new Reading(known, files.whole(), problems));
    }

    private static RouterConfiguration of(ConfigObject values, Path file, Reading reading)
            throws ConfigurationException {
        RouterConfiguration configuration = read(SectionReader.root(FILE, values, file.toString(), reading), reading);
        if (!reading.problems().isEmpty()) {
            throw new ConfigurationException(reading.problems().sorted());
        }
        return configuration;
    }

    private static RouterConfiguration read(SectionReader root, Reading reading) {
        SectionReader captureSection = root.section(CaptureConfiguration.SECTION);
        CaptureConfiguration capture = CaptureConfiguration.read(captureSection);
        Map<String, SectionReader> policySections =
                root.section(PolicySection.SECTION).named();
        Map<String, Policy> policies = new LinkedHashMap<>();
        policySections.forEach((name, section) -> policies.put(name, PolicySection.read(name, section)));
        Map<String, SectionReader> groupSections =
                root.section(GroupSection.SECTION).named();
        Map<String, GroupSettings> groups = new LinkedHashMap<>();
        groupSections.forEach((name, section) -> groups.put(name, GroupSection.read(name, section)));
        List<ServiceConfiguration> services = services(root.section(ServiceConfiguration.SECTION), policies, groups);
        checkActing(services, capture, captureSection);
        remarkUnnamed(
                policySections,
                services.stream().map(service -> service.policed().policy().name()));
        remarkUnnamed(
                groupSections,
                services.stream().flatMap(service -> service.group().stream()).map(GroupSettings::name));
        return new RouterConfiguration(
                capture,
                services,
                policies,
                RelaySection.read(root.section(RelaySection.SECTION)),
                CacheSection.read(root.section(CacheSection.SECTION)),
                HttpSection.read(root.section(HttpSection.SECTION)),
                HttpCacheSection.read(root.section(HttpCacheSection.SECTION)),
                NetfilterConfiguration.read(root.section(NetfilterConfiguration.SECTION)),
                LimitsConfiguration.read(root.section(LimitsConfiguration.SECTION)),
                DatabaseSection.read(root.section(DatabaseSection.SECTION)),
                AdminConfiguration.read(root.section(AdminConfiguration.SECTION)),
                root.optional(MetricsConfiguration.SECTION).map(MetricsConfiguration::read),
                LogConfiguration.read(root.section(LogConfiguration.SECTION)),
                reading.effective(),
                reading.remarks().sorted());
    }

    /** What no service names is read, and nothing comes of it. */
    private static void remarkUnnamed(Map<String, SectionReader> sections, Stream<String> named) {
        Set<String> names = named.collect(Collectors.toSet());
        sections.forEach((name, section) -> {
            if (!names.contains(name)) {
                section.remark("no service names it: it has no effect");
            }
        });
    }

    private static List<ServiceConfiguration> services(
            SectionReader in, Map<String, Policy> policies, Map<String, GroupSettings> groups) {
        Map<String, SectionReader> sections = in.named();
        if (!in.hasAny() && in.whole()) {
            in.refuse("there is no service: the router would watch nothing", "services { NAME { protocol = ... } }");
        }
        List<ServiceConfiguration> services = new ArrayList<>();
        ServiceConfiguration.Taken taken = new ServiceConfiguration.Taken();
        sections.forEach((name, section) -> ServiceConfiguration.read(name, section, policies, groups, taken)
                .ifPresent(services::add));
        return services;
    }

    private static void checkActing(
            List<ServiceConfiguration> services, CaptureConfiguration capture, SectionReader captureSection) {
        services.stream()
                .map(service -> service.policed().policy())
                .filter(policy -> policy.mode() == Policy.Mode.ACT)
                .findFirst()
                .ifPresent(policy -> capture.refuseToAct(captureSection, policy.name()));
    }

    /** The groups that services have named. */
    public List<GroupSettings> groups() {
        return services.stream().flatMap(service -> service.group().stream()).toList();
    }

    /**
     * Twelve hexadecimal digits that are the same for two configurations exactly if everything effective in them is. It does not
     * matter in which order sections and keys stand, in which file, nor whether a default is spelled out.
     */
    public String hash() {
        StringBuilder text = new StringBuilder();
        effective.stream()
                .map(value -> value.path() + " = " + value.value() + "\n")
                .sorted()
                .forEach(text::append);
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
