package io.bindery.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchRule;
import io.bindery.Limits;
import java.lang.foreign.Linker;
import java.lang.invoke.VarHandle;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The arrows between the layers point down only: ring and linux below, then sessions, then what carries their lanes, then
 * the driver through the SPI.
 */
class LayersTest {
    private static final String API = "io.bindery";
    private static final String SPI = "io.bindery.transport..";
    private static final String LOOPER = "io.bindery.looper..";
    private static final String DRIVER = "io.bindery.internal.driver..";
    private static final String SHM = "io.bindery.internal.shm..";
    private static final String MUX = "io.bindery.internal.mux..";
    private static final String LOCAL = "io.bindery.internal.local..";
    private static final String SESSION = "io.bindery.internal.session..";
    private static final String RING = "io.bindery.internal.ring..";
    private static final String LINUX = "io.bindery.internal.linux..";
    private static final String MEMORY = "io.bindery.internal.memory..";
    private static final String STREAM = "io.bindery.internal.stream..";
    private static final String CONTROL = "io.bindery.internal.control..";

    private static JavaClasses core;

    @BeforeAll
    static void readTheClassesOfThisModule() {
        core = new ClassFileImporter().importPath(Path.of("target", "classes"));
    }

    @Test
    void shouldSeeTheLayersThatTheRulesName() {
        assertThat(core.stream().map(JavaClass::getPackageName))
                .contains(
                        API,
                        "io.bindery.transport",
                        "io.bindery.looper",
                        "io.bindery.internal.driver",
                        "io.bindery.internal.stream",
                        "io.bindery.internal.control",
                        "io.bindery.internal.shm",
                        "io.bindery.internal.mux",
                        "io.bindery.internal.local",
                        "io.bindery.internal.session",
                        "io.bindery.internal.memory",
                        "io.bindery.internal.ring",
                        "io.bindery.internal.linux");
    }

    @Test
    void shouldLetMemoryKnowAddressesOnly() {
        check(noClasses()
                .that()
                .resideInAPackage(MEMORY)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(API, SPI, LOOPER, DRIVER, CONTROL, LOCAL, SESSION, SHM, MUX, RING, LINUX));
    }

    @Test
    void shouldLetTheRingKnowBytesAndPositionsOnly() {
        check(noClasses()
                .that()
                .resideInAPackage(RING)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(API, SPI, LOOPER, DRIVER, CONTROL, LOCAL, SESSION, SHM, MUX, LINUX));
    }

    @Test
    void shouldLetLinuxKnowTheKernelOnly() {
        check(noClasses()
                .that()
                .resideInAPackage(LINUX)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SPI, LOOPER, DRIVER, CONTROL, LOCAL, SESSION, SHM, MUX, RING));
    }

    @Test
    void shouldKeepBinderObjectsOutOfTransports() {
        check(noClasses()
                .that()
                .resideInAnyPackage(SESSION, LOCAL, SHM, MUX)
                .should()
                .dependOnClassesThat(belongToTheBinderObjects()));
        check(noClasses()
                .that()
                .resideInAnyPackage(SESSION, LOCAL, SHM, MUX)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LOOPER, DRIVER));
    }

    @Test
    void shouldKeepTransportsApart() {
        check(noClasses()
                .that()
                .resideInAPackage(SHM)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(MUX));
        check(noClasses()
                .that()
                .resideInAPackage(MUX)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SHM, RING));
        check(noClasses()
                .that()
                .resideInAPackage(SESSION)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(LOCAL, SHM, MUX, RING));
    }

    @Test
    void shouldLetTheControlThreadKnowTheKernelAndItsInterfaceOnly() {
        check(noClasses()
                .that()
                .resideInAPackage(CONTROL)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(API, DRIVER, SESSION, LOCAL, SHM, MUX, RING));
    }

    @Test
    void shouldLetTheDriverKnowNoTransportButTheInterface() {
        check(noClasses()
                .that()
                .resideInAPackage(DRIVER)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SESSION, LOCAL, SHM, MUX, RING));
    }

    @Test
    void shouldKeepTransportsAndDriverOutOfTheInterface() {
        check(noClasses()
                .that()
                .resideInAPackage(SPI)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(DRIVER, CONTROL, LOCAL, SESSION, SHM, MUX, RING, LINUX));
        check(noClasses().that().resideInAPackage(SPI).should().dependOnClassesThat(belongToTheBinderObjects()));
    }

    @Test
    void shouldMakeStreamsOfObjectsAlone() {
        check(noClasses()
                .that()
                .resideInAPackage(STREAM)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(SPI, LOOPER, DRIVER, CONTROL, SHM, RING, MEMORY, LINUX));
    }

    @Test
    void shouldCallNativeCodeInLinuxOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackage(LINUX)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(Linker.class));
    }

    @Test
    void shouldChooseMemoryOrdersInRingAndSharedMemoryOnly() {
        check(noClasses()
                .that()
                .resideOutsideOfPackages(MEMORY, RING, SHM, LINUX)
                .should()
                .dependOnClassesThat()
                .areAssignableTo(VarHandle.class));
    }

    @Test
    void shouldHaveOneWordForHidden() {
        check(noClasses().should().resideInAnyPackage("..impl..", "..detail..", "..private_.."));
    }

    private static DescribedPredicate<JavaClass> belongToTheBinderObjects() {
        return DescribedPredicate.describe(
                "belong to the API, errors and limits apart",
                type -> type.getPackageName().equals(API)
                        && !type.isAssignableTo(Throwable.class)
                        && !type.isEquivalentTo(Limits.class));
    }

    private static void check(ArchRule rule) {
        rule.allowEmptyShould(true).check(core);
    }
}
