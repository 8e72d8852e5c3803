package io.bindery.processor;

import static org.assertj.core.api.Assertions.assertThat;

import io.bindery.processor.Compilation.Source;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be generated is an error at the element that has to change, which says what to use in its place. */
class CompileErrorTest {
    private static final String IMPORTS =
            "package example; import io.bindery.*; import java.lang.foreign.*; import java.util.*;"
                    + " import org.jspecify.annotations.*;";

    @TempDir
    Path output;

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            void m(HashMap<String, String> p) | parameter 'p' is of type java.util.HashMap<java.lang.String, java.lang.String>, which cannot be sent: use a Map
            void m(Map<String, Object> p)  | parameter 'p' is of type java.lang.Object, which cannot be sent: use the type that is meant
            void m(Map<String, ?> p)       | parameter 'p' is a Map of unknown elements: name their type, as in Map<String, Long>
            void m(Map p)                  | parameter 'p' is a Map of unknown elements: name their type
            void m(Object p)               | parameter 'p' is of type java.lang.Object, which cannot be sent: use the type that is meant
            void m(Integer p)              | parameter 'p' is of type java.lang.Integer, which cannot be sent: use int
            void m(Optional<String> p)     | parameter 'p' is of type java.util.Optional<java.lang.String>, which cannot be sent: use the type itself, marked @Nullable
            void m(Set<String> p)          | parameter 'p' is of type java.util.Set<java.lang.String>, which cannot be sent: use a List or an array
            void m(java.time.Instant p)    | parameter 'p' is of type java.time.Instant, which cannot be sent: use a long, with the unit in its name
            void m(Parcel p)               | parameter 'p' is of type io.bindery.Parcel, which cannot be sent: use IBinder.transact
            void m(Binder p)               | parameter 'p' is of type io.bindery.Binder, which cannot be sent: use IBinder
            void m(Thread p)               | parameter 'p' is of type java.lang.Thread, which cannot be sent: use a record marked @Parcelable
            void m(Runnable p)             | parameter 'p' is of type java.lang.Runnable, which cannot be sent: use @BinderInterface on the interface
            void m(Plain p)                | parameter 'p' is of type example.Plain, which cannot be sent: use @Parcelable on the record
            void m(int[][] p)              | parameter 'p' is an array of arrays, which cannot be sent: use one flat array
            void m(List<String>[] p)       | parameter 'p' is an array of java.util.List<java.lang.String>, which Java cannot make safely: use a List of them
            void m(Shape p)                | parameter 'p' is of type example.Shape, which cannot be sent: use @Parcelable on the sealed interface, and on the records that it permits
            void m(Fixed p)                | parameter 'p' is of type example.Fixed, of which the stub could not make an object: a MutableParcelable is a class without type parameters
            void m(@Out Circle p)          | parameter 'p' is @Out, and a record does not change: return it, or use a class that implements MutableParcelable
            void m(@InOut List<String> p)  | parameter 'p' is @InOut, which a List cannot be: return it, or use an array
            void m(@Out Map<String, Long> p) | parameter 'p' is @Out, which a Map cannot be: return it
            void m(@Out long p)            | parameter 'p' is @Out, and a number is a copy: return it, or use an array of one element
            void m(@Out String p)          | parameter 'p' is @Out, and does not change: return it, or use an array of one element
            void m(@InOut MemorySegment p) | parameter 'p' is @InOut, which a MemorySegment cannot be: use byte[]
            void m(@Out long @Nullable [] p) | parameter 'p' is @Out and may be null, so that there is nothing to fill: remove @Nullable
            void m(@Out @Reuse byte[] p)   | parameter 'p' is @Out and @Reuse, which is for what only goes there: remove one of them
            void m(@In @Out long[] p)      | parameter 'p' is @In and more: @InOut alone says that it goes both ways
            @Oneway void m(@Out long[] p)  | parameter 'p' is @Out, and nothing comes back of a @Oneway method: send it to a callback interface
            @CallTimeout(ms = 0) void m()  | has a @CallTimeout that is over at once: ms=0
            @Oneway @CallTimeout(ms = 5) void m() | is @CallTimeout and @Oneway, whose caller waits for no result: remove one of them
            @AllowUid("tra der") void m()  | @AllowUid names neither a number nor a name of the system: value="tra der"
            @AllowGid("4294967295") void m() | @AllowGid names neither a number nor a name of the system: value="4294967295"
            @AllowUid({}) void m()         | @AllowUid admits nobody: name at least one, or remove the method
            int getInterfaceVersion()      | has the name of a method that the stub has already: rename it
            String getTransactionName(int p) | has the name of a method that the stub has already: rename it
            void m(List<MemorySegment> p)  | parameter 'p' has MemorySegments as elements, which cannot be sent: use byte[]
            void m(List<@Nullable String> p) | parameter 'p' has elements that may be null, which cannot be sent: leave them out
            void m(@Nullable String[] p)   | parameter 'p' has elements that may be null, which cannot be sent: leave them out
            void m(List<?> p)              | parameter 'p' is a List of unknown elements: name their type
            void m(@Reuse long[] p)        | parameter 'p' is @Reuse, which only a byte[] can be
            <T> void m(T p)                | has type parameters, which cannot be sent: name the types
            MemorySegment m()              | result cannot be a MemorySegment, which is valid only during the call: use byte[], or return void and pass the segment to a callback interface
            HashMap<String, String> m()    | result is of type java.util.HashMap<java.lang.String, java.lang.String>, which cannot be sent
            @Oneway int m()                | is @Oneway, nobody waits for its result of type int: return void or SendStatus
            @Signal("HUP") void m()        | is @Signal, to which nobody answers: make it @Oneway, and let it return void
            @Oneway @Signal("HUP") SendStatus m() | is @Signal, to which nobody answers: make it @Oneway, and let it return void
            @Oneway @Signal("SIGHUP") void m() | is @Signal of an unknown name: value="SIGHUP"; there are [HUP, INT,
            @Oneway @Signal("RTMIN+31") void m() | is @Signal of an unknown name: value="RTMIN+31"
            @Oneway @Signal("USR1") void m(int p) | is @Signal, which carries no arguments: take its parameters away, or the signal
            @Oneway @Signal("USR1") @TransactionCode(5) void m() | is @Signal, whose transaction code follows from its number
            @TransactionCode(0) void m()   | transaction code 0 is outside of 1 to 16777213
            @TransactionCode(16777214) void m() | transaction code 16777214 is outside of 1 to 16777213
            boolean pingBinder()           | has the name of a method that the stub has already: rename it
            void asInterface(IBinder p)    | has the name of a method that the stub has already: rename it
            """)
    void shouldRefuseMethodThatCannotBeGenerated(String method, String message) {
        Compilation compilation = compile("interface Sample extends IInterface {\n"
                + "    " + method + " throws RemoteException;\n"
                + "}\n"
                + "record Plain(int x) {}\n"
                + "@Parcelable record Circle(int x) {}\n"
                + "sealed interface Shape permits Square {}\n"
                + "record Square(int x) implements Shape {}\n"
                + "class Fixed implements MutableParcelable {\n"
                + "    Fixed(int x) {}\n"
                + "    public void writeToParcel(Parcel parcel) {}\n"
                + "    public void readFromParcel(Parcel parcel) {}\n"
                + "}");

        assertThat(compilation.problems())
                .anySatisfy(problem -> assertThat(problem)
                        .startsWith("Sample.java:2: Sample." + nameOf(method))
                        .contains(message));
    }

    private static String nameOf(String method) {
        String beforeParameters = method.replaceAll("@\\w+\\([^)]*\\) ", "");
        beforeParameters = beforeParameters.substring(0, beforeParameters.indexOf('('));
        return beforeParameters.substring(beforeParameters.lastIndexOf(' ') + 1);
    }

    @Test
    void shouldRefuseMethodThatDoesNotDeclareRemoteException() {
        Compilation compilation = compile("interface Sample extends IInterface {\n void m();\n}");

        assertThat(compilation.problems())
                .containsExactly(
                        "Sample.java:2: Sample.m must declare throws io.bindery.RemoteException, for the call may"
                                + " fail on its way");
    }

    @Test
    void shouldRefuseCheckedExceptionThatCannotTravel() {
        Compilation compilation = compile(
                "interface Sample extends IInterface {\n void m() throws RemoteException, java.io.IOException;\n}");

        assertThat(compilation.problems())
                .containsExactly("Sample.java:2: Sample.m throws java.io.IOException, which cannot travel: throw"
                        + " ServiceSpecificException, with a number for each error");
    }

    @Test
    void shouldRefuseTwoMethodsWithOneTransactionCode() {
        Compilation compilation = compile("""
                interface Sample extends IInterface {
                    void first() throws RemoteException;
                    @TransactionCode(1) void second() throws RemoteException;
                }""");

        assertThat(compilation.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("Sample.java:3: Sample.second: transaction code 1 is that of Sample.first too"));
    }

    @Test
    void shouldRefuseTwoMethodsThatAreOneSignal() {
        Compilation compilation = compile("""
                interface Sample extends IInterface {
                    @Oneway @Signal("USR1") void first() throws RemoteException;
                    @Oneway @Signal("USR1") void second() throws RemoteException;
                }""");

        assertThat(compilation.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("is that of Sample.first too"));
    }

    @Test
    void shouldRefuseInheritedMethodBecauseItHasNoCodeOfItsOwn() {
        Compilation compilation = compile("""
                interface Sample extends Base {}
                interface Base extends IInterface { void m() throws RemoteException; }
                """);

        assertThat(compilation.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("Sample.java:1: Sample inherits example.Base.m()")
                        .endsWith("declare it in Sample too"));
    }

    @Test
    void shouldReportEveryError() {
        Compilation compilation = compile("""
                interface Sample extends IInterface {
                    void first(Object a, Integer b) throws RemoteException;
                    void second(Thread c) throws RemoteException;
                }""");

        assertThat(compilation.problems()).hasSize(3);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            class Sample                              | is marked @BinderInterface and is no interface
            interface Sample                          | is marked @BinderInterface and must extend io.bindery.IInterface
            interface Sample<T> extends IInterface    | has type parameters, which a binder interface cannot have
            """)
    void shouldRefuseTypeThatIsNoBinderInterface(String declaration, String message) {
        Compilation compilation = compile(declaration + " {}");

        assertThat(compilation.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem).startsWith("Sample.java:1: Sample " + message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            class Sample {}                             | Sample is marked @Parcelable and is no record
            record Sample<T>(T value) {}                | Sample has type parameters, which cannot be sent
            record Sample() {}                          | Sample has no components, there is nothing to send
            record Sample(int x, List<Sample> children) {} | Sample contains itself, so that a peer could send it without end
            record Sample(MemorySegment x) {}           | Sample: component 'x' cannot be a MemorySegment, which is valid only during the call: use byte[], or make the segment a parameter of its own
            record Sample(HashMap<String, String> x) {} | Sample: component 'x' is of type java.util.HashMap<java.lang.String, java.lang.String>, which cannot be sent
            sealed interface Sample permits Case {} record Case() implements Sample {} | Sample permits Case, which is no record marked @Parcelable: make each case one, so that a tag says which it is
            sealed interface Sample<T> permits Case {} @Parcelable record Case(int x) implements Sample<String> {} | Sample has type parameters, which cannot be sent
            record Sample(int x, Shape shape) {} @Parcelable sealed interface Shape permits Case {} @Parcelable record Case(@Nullable Sample sample) implements Shape {} | Sample contains itself, so that a peer could send it without end
            record Sample(@Reuse byte[] x) {}           | Sample: component 'x' is @Reuse, which only a parameter of a method can be
            """)
    void shouldRefuseRecordThatCannotTravel(String declaration, String message) {
        Compilation compilation = Compilation.onClassPath(
                output, new Source("example/Sample.java", IMPORTS + "@NullMarked @Parcelable " + declaration));

        assertThat(compilation.problems())
                .anySatisfy(problem -> assertThat(problem).startsWith("Sample.java:1: " + message));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            record Sample(int x) {}                                   | Sample is marked @Backing and is no enum
            enum Sample {}                                            | Sample has no constants, there is nothing to send
            enum Sample { A, @Backing.Value(0) B }                    | Sample.B: the number 0 is that of A too
            @Backing(byte.class) enum Sample { @Backing.Value(128) A } | Sample.A: the number 128 is no byte: choose another, or back the enum by a larger type
            @Backing(String.class) enum Sample { A }                  | Sample: @Backing takes byte.class, short.class, int.class or long.class
            """)
    void shouldRefuseEnumThatCannotBeBacked(String declaration, String message) {
        String backing = declaration.startsWith("@Backing") ? "" : "@Backing ";
        Compilation compilation =
                Compilation.onClassPath(output, new Source("example/Sample.java", IMPORTS + backing + declaration));

        assertThat(compilation.problems())
                .anySatisfy(problem -> assertThat(problem).startsWith("Sample.java:1: " + message));
    }

    @Test
    void shouldRefuseAnnotationsOfTransactionsOnWhatIsNone() {
        Compilation compilation = compile("""
                interface Sample extends IInterface {
                    @Oneway default void first() {}
                    @AllowUid("0") static void second() {}
                }""");

        assertThat(compilation.problems())
                .hasSize(2)
                .first()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("Sample.java:2: Sample.first is @Oneway, and is called where it is")
                        .contains("give it a @TransactionCode"));
    }

    @Test
    void shouldRefuseVersionBelowOne() {
        Compilation compilation = Compilation.onClassPath(
                output,
                new Source(
                        "example/Sample.java",
                        IMPORTS + "@BinderInterface(version = 0) interface Sample extends IInterface {}"));

        assertThat(compilation.problems())
                .singleElement()
                .satisfies(problem ->
                        assertThat(problem).startsWith("Sample.java:1: Sample: versions count from 1: version=0"));
    }

    @Test
    void shouldSayThatAFrozenVersionHasChanged() {
        Compilation compilation = Compilation.onClassPath(
                output,
                new Source(
                        "example/Sample.java",
                        IMPORTS + "@BinderInterface(version = 3, hash = \"abc\") interface Sample extends IInterface"
                                + " { void m() throws RemoteException; }"));

        assertThat(compilation.problems())
                .singleElement()
                .satisfies(problem -> assertThat(problem)
                        .startsWith("Sample.java:1: Sample is not what version 3 was frozen as: hash=")
                        .contains("frozen=abc; take the change back, or raise the version and freeze the new hash"));
    }

    @Test
    void shouldLeaveMissingTypesToTheCompiler() {
        Compilation compilation =
                compile("interface Sample extends IInterface {\n void m(Missing p) throws RemoteException;\n}");

        List<String> problems = compilation.problems();
        assertThat(problems)
                .singleElement()
                .satisfies(problem -> assertThat(problem).contains("cannot find symbol"));
    }

    private Compilation compile(String declaration) {
        return Compilation.onClassPath(
                output, new Source("example/Sample.java", IMPORTS + "@NullMarked @BinderInterface " + declaration));
    }
}
