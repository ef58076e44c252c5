package org.activerouter.manager.config;

import com.typesafe.config.ConfigUtil;
import java.math.BigDecimal;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.activerouter.capture.Endpoint;

/**
 * How much a member can do, compared with the others.
 *
 * @param member where it listens
 * @param weight above 0
 */
record Weight(Endpoint member, double weight) {
    private static final Pattern TEXT = Pattern.compile("(?<server>[^=]{1,32})=(?<weight>\\d{1,3}(\\.\\d{1,3})?)");

    static Type<Weight> type() {
        return Type.single(
                "a server and its weight, such as \"192.0.2.1:8080=2\"",
                value -> Type.text(value).flatMap(Weight::read),
                weight -> ConfigUtil.quoteString(weight.member() + "="
                        + BigDecimal.valueOf(weight.weight())
                                .stripTrailingZeros()
                                .toPlainString()));
    }

    private static Optional<Weight> read(String text) {
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        double weight = Double.parseDouble(matcher.group("weight"));
        return Types.endpoint(matcher.group("server"))
                .filter(server -> weight > 0)
                .map(server -> new Weight(server, weight));
    }
}
