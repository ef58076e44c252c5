package org.activerouter.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An operator who has watched for a while what the router would do, and then lets it. */
class ReloadIT extends InLabNetwork {
    private static final String SERVER = LabNetwork.SERVER + ":" + LabNetwork.PORT;
    private static final String OBSERVE = """
            capture { servers-side = ["srv"], clients-side = ["cli"] }
            services { directory { protocol = opennap, policy = slow } }
            policies { slow { mode = observe, response-time { high = 20s, low = 10s } } }
            metrics { listen = "127.0.0.1:9464" }
            """;

    @BeforeEach
    void startServer() throws IOException, InterruptedException {
        lab.startServer("s", 0);
    }

    private String phase() {
        try {
            return lab.status().path("redirects").path(0).path("phase").asString("");
        } catch (IOException e) {
            return "";
        }
    }

    private String hash() {
        try {
            return lab.status().path("configurationHash").asString("");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aRouterThatOnlyObservedRedirectsOnceAReloadLetsItAct() throws Exception {
        String before = lab.rules("r");
        Process router = lab.startRouter(OBSERVE);
        assertThat(lab.rules("r")).as("while it only observes").isEqualTo(before);

        String text = Files.readString(lab.configuration());
        Files.writeString(lab.configuration(), text.replace("mode = observe", "mode = act"));
        String hash = hash();
        // The machine is looked over first, which may take longer than who asks for the reload waits.
        lab.askSocket("reload");
        lab.await("the new configuration", () -> !hash().equals(hash));
        assertThat(lab.ask("redirect", SERVER)).isNotBlank();
        lab.await("the redirect", () -> phase().equals("in-force"));
        assertThat(lab.rules("r")).contains("AR-NAT");
        assertThat(lab.run("r", "curl", "-sS", "http://127.0.0.1:9464/metrics"))
                .as("what monitoring reads")
                .contains("active_router_server_state{server=\"" + SERVER + "\",state=\"redirected\"} 1.0\n")
                .contains("active_router_configuration_info{")
                .contains("hash=\"" + hash() + "\"");

        lab.end(router);
        assertThat(lab.rules("r")).isEqualTo(before);
    }
}
