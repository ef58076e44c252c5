package org.activerouter.manager.command;

import java.io.StringWriter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.activerouter.manager.config.Nearest;
import org.activerouter.manager.policy.EvidenceJson;
import org.activerouter.manager.policy.PolicedService;
import org.activerouter.manager.policy.Policy;
import org.activerouter.manager.policy.VerdictJson;
import org.activerouter.manager.story.LoadStories;
import org.activerouter.manager.story.LoadStory;
import org.activerouter.manager.story.StoryOutcome;
import org.activerouter.manager.story.StoryOutcome.Told;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/**
 * One telling of a load story, as an operator asks for it.
 *
 * @param story which
 * @param seed which telling of it
 */
record StoryTelling(LoadStory story, long seed) {
    private static final JsonFactory FACTORY = JsonFactory.builder().build();

    /** {@code NAME[:SEED]}. */
    static StoryTelling of(String word) throws UsageException {
        int colon = word.indexOf(':');
        String name = colon < 0 ? word : word.substring(0, colon);
        Optional<LoadStory> story = LoadStories.named(name);
        if (story.isEmpty()) {
            List<String> known = LoadStories.all().stream().map(LoadStory::name).toList();
            throw new UsageException(
                    "no story is called '" + name + "'" + Nearest.endOfSentence(name, known) + " Known: " + names());
        }
        try {
            return new StoryTelling(story.get(), colon < 0 ? 1 : Long.parseLong(word.substring(colon + 1)));
        } catch (NumberFormatException e) {
            throw new UsageException("'" + word.substring(colon + 1) + "' is not a seed, which is a whole number");
        }
    }

    static String names() {
        return String.join(", ", LoadStories.all().stream().map(LoadStory::name).toList());
    }

    /**
     * Tells it.
     *
     * @param services the first one's policy is tried; with none the story's own is, and what was right is known
     */
    String told(List<PolicedService> services, boolean asJson) {
        Optional<Policy> policy = services.stream().map(PolicedService::policy).findFirst();
        StoryOutcome outcome = policy.map(given -> story.tell(seed, given)).orElseGet(() -> story.tell(seed));
        return asJson ? json(policy, outcome) : text(policy, outcome);
    }

    private String text(Optional<Policy> policy, StoryOutcome outcome) {
        StringBuilder text = new StringBuilder()
                .append(story.name())
                .append(':')
                .append(seed)
                .append(", ")
                .append(story.sentence())
                .append("; policy ")
                .append(policy.map(Policy::name).orElse("of the story"))
                .append('\n');
        for (Told told : outcome.told()) {
            text.append(String.format(
                    Locale.ROOT, "%8.2f s  %s%n", told.second(), told.decision().text()));
        }
        text.append(outcome.told().isEmpty() ? "Nothing was done.\n" : "");
        outcome.faults().forEach(fault -> text.append(fault).append('\n'));
        return text.append(policy.isEmpty() && outcome.faults().isEmpty() ? "That was right.\n" : "")
                .toString();
    }

    private String json(Optional<Policy> policy, StoryOutcome outcome) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = FACTORY.createGenerator(ObjectWriteContext.empty(), text)) {
            json.writeStartObject();
            json.writeStringProperty("story", story.name());
            json.writeNumberProperty("seed", seed);
            policy.ifPresent(given -> json.writeStringProperty("policy", given.name()));
            json.writeArrayPropertyStart("decisions");
            outcome.told().forEach(told -> write(json, told));
            json.writeEndArray();
            json.writeArrayPropertyStart("faults");
            outcome.faults().forEach(json::writeString);
            json.writeEndArray();
            json.writeEndObject();
        }
        return text.append('\n').toString();
    }

    private static void write(JsonGenerator json, Told told) {
        json.writeStartObject();
        json.writeNumberProperty("second", told.second());
        json.writeStringProperty("server", told.decision().server().toString());
        json.writeStringProperty("action", EvidenceJson.word(told.decision().action()));
        json.writeName("because");
        VerdictJson.write(json, told.decision().verdict());
        json.writeEndObject();
    }
}
