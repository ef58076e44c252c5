package org.activerouter.manager;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Timestamp;
import java.util.List;
import org.activerouter.analyzer.Analysis;
import org.activerouter.capture.FrameSource;
import org.activerouter.manager.command.StopSignal;
import org.activerouter.proxy.ActiveService;
import org.junit.jupiter.api.Test;

/** The rooms of the house and the arrows between them. */
final class ArchitectureTest {
    private static final String CAPTURE = "org.activerouter.capture..";
    private static final String ANALYZER = "org.activerouter.analyzer..";
    private static final String PROXY = "org.activerouter.proxy..";
    private static final String POLICY = "org.activerouter.manager.policy..";
    private static final String MANAGER = "org.activerouter.manager..";
    private static final String SOURCE = "org.activerouter.capture.source..";
    private static final String THREADS = "org.activerouter.capture.threads..";
    private static final String HISTORY = "org.activerouter.analyzer.history..";

    private static final JavaClasses HOUSE = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("org.activerouter");

    @Test
    void allRoomsAreLookedAt() {
        assertThat(List.of(FrameSource.class, Analysis.class, ActiveService.class, ActiveRouter.class))
                .allSatisfy(type -> assertThat(HOUSE.contain(type)).isTrue());
    }

    @Test
    void everyPackageIsInTheTablesOfTheArchitecture() throws IOException {
        String text = Files.readString(Path.of("..", "ARCHITECTURE.md"));
        List<String> packages = HOUSE.stream()
                .map(type -> type.getPackageName().substring("org.activerouter.".length()))
                .filter(name -> name.contains("."))
                .distinct()
                .toList();

        assertThat(packages)
                .hasSizeGreaterThan(20)
                .allSatisfy(name -> assertThat(text).contains("`" + name + "`"));
    }

    @Test
    void dataWalksInOneDirection() {
        layeredArchitecture()
                .consideringOnlyDependenciesInLayers()
                .layer("capture")
                .definedBy(CAPTURE)
                .layer("analyzer")
                .definedBy(ANALYZER)
                .layer("cache-proxy")
                .definedBy(PROXY)
                .layer("manager")
                .definedBy(MANAGER)
                .whereLayer("manager")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("analyzer")
                .mayOnlyBeAccessedByLayers("cache-proxy", "manager")
                .whereLayer("cache-proxy")
                .mayOnlyBeAccessedByLayers("manager")
                .check(HOUSE);
    }

    @Test
    void aPolicyKnowsNothingOfWhatIsDoneAboutItsVerdicts() {
        noClasses()
                .that()
                .resideInAPackage(POLICY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        PROXY,
                        "org.activerouter.manager.netfilter..",
                        "org.activerouter.manager.control..",
                        "org.activerouter.manager.config..")
                .check(HOUSE);
    }

    @Test
    void noPackageIsInACycle() {
        slices().matching("org.activerouter.(**)").should().beFreeOfCycles().check(HOUSE);
    }

    @Test
    void onlyTheSourcesOfFramesKnowHowFramesAreCaptured() {
        noClasses()
                .that()
                .resideOutsideOfPackage(SOURCE)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.pcap4j..")
                .check(HOUSE);
    }

    @Test
    void nativeCodeIsReachedInTwoPlaces() {
        noClasses()
                .that()
                .resideOutsideOfPackages(SOURCE, THREADS)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("com.sun.jna..")
                .check(HOUSE);
    }

    @Test
    void onlyTheHistoryKnowsADatabase() {
        // pcap4j gives its time stamps as those of java.sql.
        DescribedPredicate<JavaClass> database = resideInAnyPackage(
                        "java.sql..", "javax.sql..", "com.zaxxer..", "org.h2..")
                .and(not(equivalentTo(Timestamp.class)));
        noClasses()
                .that()
                .resideOutsideOfPackage(HISTORY)
                .should()
                .dependOnClassesThat(database)
                .check(HOUSE);
    }

    @Test
    void theManagerNeverSeesPacketsOrBytes() {
        noClasses()
                .that()
                .resideInAPackage(MANAGER)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(ByteBuffer.class)
                .orShould()
                .dependOnClassesThat()
                .haveSimpleNameEndingWith("Listener")
                .check(HOUSE);
    }

    @Test
    void neitherCaptureNorAnalyzerOpensASocketOrStartsAProgram() {
        noClasses()
                .that()
                .resideInAnyPackage(CAPTURE, ANALYZER)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Socket.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ServerSocket.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(ProcessBuilder.class)
                .check(HOUSE);
    }

    @Test
    void nobodyLogsBesideSlf4jOrTalksToStandardStreamsBehindTheCommandsBack() {
        NO_CLASSES_SHOULD_USE_JAVA_UTIL_LOGGING.check(HOUSE);
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(HOUSE);
    }

    @Test
    void onlyTheStopSignalEndsTheProcess() {
        noClasses()
                .that()
                .doNotBelongToAnyOf(StopSignal.class)
                .should()
                .callMethod(System.class, "exit", int.class)
                .orShould()
                .callMethod(Runtime.class, "halt", int.class)
                .check(HOUSE);
    }

    @Test
    void nobodyUsesMemoryAccessThatComingJavasRefuse() {
        noClasses()
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("sun.misc..", "org.jctools.queues", "org.jctools.util")
                .check(HOUSE);
    }

    /** Its serving half, in another room, reads with the same readers. */
    @Test
    void eachProtocolKeepsToItself() {
        classes()
                .that()
                .resideInAPackage("org.activerouter.analyzer.opennap..")
                // What others may be told of answers is made to be named by others.
                .and()
                .doNotHaveSimpleName("AnswersSeen")
                .should()
                .onlyBeAccessed()
                .byClassesThat()
                .resideInAnyPackage("org.activerouter.analyzer.opennap..", "org.activerouter.proxy.opennap..")
                .check(HOUSE);
    }
}
