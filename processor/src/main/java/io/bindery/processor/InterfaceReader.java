package io.bindery.processor;

import io.bindery.processor.InterfaceModel.Direction;
import io.bindery.processor.InterfaceModel.Guard;
import io.bindery.processor.InterfaceModel.Method;
import io.bindery.processor.InterfaceModel.Mode;
import io.bindery.processor.InterfaceModel.Parameter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.ExecutableType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;
import javax.lang.model.util.Types;
import org.jspecify.annotations.Nullable;

/** Checks a {@code @BinderInterface} and makes its model. Reports every error it finds, not only the first. */
final class InterfaceReader {
    private static final Set<String> STUB_METHODS = Set.of("asInterface", "asInterfaceOrNull");
    private static final Set<String> VERSION_METHODS = Set.of("getInterfaceVersion", "getInterfaceHash");

    private final Elements elements;
    private final Types types;
    private final Diagnostics diagnostics;
    private final WireTypes wireTypes;
    private final GuardReader guards;
    private final Directions directions;
    private final SignalReader signals;

    InterfaceReader(Elements elements, Types types, Diagnostics diagnostics) {
        this.elements = elements;
        this.types = types;
        this.diagnostics = diagnostics;
        this.wireTypes = new WireTypes(types, diagnostics);
        this.guards = new GuardReader(diagnostics);
        this.directions = new Directions(diagnostics);
        this.signals = new SignalReader(diagnostics);
    }

    /** Returns the model, or null after errors have been reported. */
    @Nullable
    InterfaceModel read(TypeElement type) {
        int errorsBefore = diagnostics.errors();
        if (!isSuitable(type)) {
            return null;
        }
        Guard guard = guards.read(type, type.getSimpleName().toString());
        List<Method> methods = methodsOf(type, guard);
        checkCodes(methods);
        if (diagnostics.errors() > errorsBefore) {
            return null;
        }
        String descriptor = descriptorOf(type);
        int version = versionOf(type);
        String hash = InterfaceHash.of(descriptor, methods);
        checkFrozen(type, version, hash);
        return diagnostics.errors() > errorsBefore
                ? null
                : new InterfaceModel(type, descriptor, version, hash, guard, Visibility.isPublic(type), methods);
    }

    private int versionOf(TypeElement type) {
        int version = (Integer)
                Annotations.value(type, Api.BINDER_INTERFACE, "version").orElse(1);
        if (version < 1) {
            diagnostics.error(type, type.getSimpleName() + ": versions count from 1: version=" + version);
        }
        return version;
    }

    private void checkFrozen(TypeElement type, int version, String hash) {
        Object frozen = Annotations.value(type, Api.BINDER_INTERFACE, "hash").orElse("");
        if (!frozen.equals("") && !frozen.equals(hash)) {
            diagnostics.error(
                    type,
                    type.getSimpleName() + " is not what version " + version + " was frozen as: hash=" + hash
                            + " frozen=" + frozen
                            + "; take the change back, or raise the version and freeze the new hash");
        }
    }

    private boolean isSuitable(TypeElement type) {
        String name = type.getSimpleName().toString();
        if (type.getKind() != ElementKind.INTERFACE) {
            diagnostics.error(
                    type,
                    name + " is marked @BinderInterface and is no interface: declare the methods in an"
                            + " interface that extends IInterface, and let the class extend the stub generated from it");
            return false;
        }
        TypeMirror base =
                elements.getTypeElement(Api.IINTERFACE.canonicalName()).asType();
        if (!types.isSubtype(type.asType(), base)) {
            diagnostics.error(type, name + " is marked @BinderInterface and must extend " + Api.IINTERFACE);
            return false;
        }
        if (!type.getTypeParameters().isEmpty()) {
            diagnostics.error(
                    type,
                    name + " has type parameters, which a binder interface cannot have: name the types,"
                            + " or make one interface for each");
            return false;
        }
        if (type.getModifiers().contains(Modifier.SEALED)) {
            diagnostics.error(type, name + " is sealed: the generated stub and proxy could not implement it");
            return false;
        }
        if (Visibility.isPrivate(type)) {
            diagnostics.error(
                    type,
                    name + " is private: the generated stub and proxy, which are classes of their own in"
                            + " the same package, could not implement it");
            return false;
        }
        return true;
    }

    private String descriptorOf(TypeElement type) {
        return Annotations.value(type, Api.BINDER_INTERFACE, "descriptor")
                .map(Object::toString)
                .filter(descriptor -> !descriptor.isEmpty())
                .orElse(type.getQualifiedName().toString());
    }

    private List<Method> methodsOf(TypeElement type, @Nullable Guard guard) {
        List<Method> methods = new ArrayList<>();
        Names constants = new Names(List.of("DESCRIPTOR", "TOKEN", "VERSION", "HASH"));
        Names helpers = new Names(List.of());
        for (ExecutableElement method : ElementFilter.methodsIn(elements.getAllMembers(type))) {
            if (!isTransaction(method)) {
                continue;
            }
            if (!type.equals(method.getEnclosingElement())) {
                diagnostics.error(
                        type,
                        type.getSimpleName() + " inherits " + method.getEnclosingElement() + "." + method
                                + ", and only methods of its own have transaction codes: declare it in "
                                + type.getSimpleName() + " too");
            }
        }
        int index = 0;
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            if (isTransaction(method)) {
                Method read = method(type, method, index, guard, constants, helpers);
                if (read != null) {
                    methods.add(read);
                }
                // A method with a body has a code of its own, and leaves those of the others alone.
                index += method.isDefault() ? 0 : 1;
            } else {
                checkNoTransaction(method, type.getSimpleName() + "." + method.getSimpleName());
            }
        }
        return methods;
    }

    /** A method with a body is one if it has a transaction code: the body is for owners who do not know it. */
    private static boolean isTransaction(ExecutableElement method) {
        return method.isDefault()
                ? Annotations.isPresent(method, Api.TRANSACTION_CODE)
                : method.getModifiers().contains(Modifier.ABSTRACT) && !isAsBinder(method);
    }

    private void checkNoTransaction(ExecutableElement method, String where) {
        for (String annotation : List.of(
                Api.ONEWAY,
                Api.SENSITIVE,
                Api.CALL_TIMEOUT,
                Api.ALLOW_UID,
                Api.ALLOW_GID,
                Api.SIGNAL,
                Api.TRANSACTION_CODE)) {
            if (Annotations.isPresent(method, annotation)) {
                diagnostics.error(
                        method,
                        where + " is @" + annotation.substring(annotation.lastIndexOf('.') + 1)
                                + ", and is called where it is: take the body away, or give it a @TransactionCode, so"
                                + " that the body is for owners who do not know the method");
            }
        }
    }

    private static boolean isAsBinder(ExecutableElement method) {
        return method.getSimpleName().contentEquals("asBinder")
                && method.getParameters().isEmpty();
    }

    private @Nullable Method method(
            TypeElement type,
            ExecutableElement method,
            int index,
            @Nullable Guard guardOfAll,
            Names constants,
            Names helpers) {
        int errorsBefore = diagnostics.errors();
        String name = method.getSimpleName().toString();
        String where = type.getSimpleName() + "." + name;
        checkSignature(method, where);
        Mode mode = mode(type, method, where);
        List<Parameter> parameters = new ArrayList<>();
        for (VariableElement parameter : method.getParameters()) {
            WireType wire = wireTypes.resolve(parameter.asType(), parameter, WireTypes.Use.PARAMETER, where);
            if (wire != null) {
                Direction direction = directions.read(parameter, wire, mode, where);
                parameters.add(new Parameter(parameter.getSimpleName().toString(), wire, direction));
            }
        }
        WireType result = null;
        if (mode == Mode.SYNC && method.getReturnType().getKind() != TypeKind.VOID) {
            result = wireTypes.resolve(method.getReturnType(), method, WireTypes.Use.RESULT, where);
        }
        Optional<Object> fixedCode = Annotations.value(method, Api.TRANSACTION_CODE, "value");
        OptionalInt signalCode = signals.read(method, mode, where);
        int code = signalCode.orElse((Integer) fixedCode.orElse(Api.FIRST_CALL_TRANSACTION + index));
        String constant = constants.take("TRANSACTION_" + Names.constant(name));
        String helper = helpers.take("transact" + Names.capitalized(name));
        Guard guard = guards.read(method, where);
        int timeoutMs = timeoutOf(type, method, mode, where);
        boolean sensitive = Annotations.isPresent(method, Api.SENSITIVE) || Annotations.isPresent(type, Api.SENSITIVE);
        return diagnostics.errors() > errorsBefore
                ? null
                : new Method(
                        method,
                        where,
                        constant,
                        helper,
                        code,
                        fixedCode.isPresent() || signalCode.isPresent(),
                        method.isDefault(),
                        sensitive,
                        timeoutMs,
                        guard == null ? guardOfAll : guard,
                        mode,
                        parameters,
                        result);
    }

    /** How long a call may take, in milliseconds; 0 if nothing is said of that. */
    private int timeoutOf(TypeElement type, ExecutableElement method, Mode mode, String where) {
        Optional<Object> own = Annotations.value(method, Api.CALL_TIMEOUT, "ms");
        if (own.isPresent() && mode != Mode.SYNC) {
            diagnostics.error(
                    method,
                    where + " is @CallTimeout and @Oneway, whose caller waits for no result: remove one of them");
        }
        Optional<Object> found =
                own.isPresent() || mode != Mode.SYNC ? own : Annotations.value(type, Api.CALL_TIMEOUT, "ms");
        int timeoutMs = (Integer) found.orElse(0);
        if (found.isPresent() && timeoutMs < 1) {
            diagnostics.error(method, where + " has a @CallTimeout that is over at once: ms=" + timeoutMs);
        }
        return timeoutMs;
    }

    private void checkSignature(ExecutableElement method, String where) {
        if (!method.getTypeParameters().isEmpty()) {
            diagnostics.error(method, where + " has type parameters, which cannot be sent: name the types");
        }
        boolean declaresRemoteException = false;
        for (TypeMirror thrown : method.getThrownTypes()) {
            declaresRemoteException |= thrown.toString().equals(Api.REMOTE_EXCEPTION.canonicalName());
            if (!isSubtype(thrown, Api.REMOTE_EXCEPTION.canonicalName())
                    && !isSubtype(thrown, RuntimeException.class.getName())
                    && !isSubtype(thrown, Error.class.getName())) {
                diagnostics.error(
                        method,
                        where + " throws " + thrown + ", which cannot travel: throw"
                                + " ServiceSpecificException, with a number for each error");
            }
        }
        if (!declaresRemoteException) {
            diagnostics.error(
                    method,
                    where + " must declare throws " + Api.REMOTE_EXCEPTION + ", for the call may fail on its way");
        }
        boolean asksVersion = method.getParameters().isEmpty()
                && VERSION_METHODS.contains(method.getSimpleName().toString());
        if (STUB_METHODS.contains(method.getSimpleName().toString()) || asksVersion || isBindersOwn(method)) {
            diagnostics.error(method, where + " has the name of a method that the stub has already: rename it");
        }
    }

    private boolean isSubtype(TypeMirror type, String name) {
        return types.isSubtype(type, elements.getTypeElement(name).asType());
    }

    private boolean isBindersOwn(ExecutableElement method) {
        TypeElement binder = elements.getTypeElement(Api.BINDER.canonicalName());
        return ElementFilter.methodsIn(elements.getAllMembers(binder)).stream()
                .filter(own -> own.getSimpleName().contentEquals(method.getSimpleName()))
                .anyMatch(own -> types.isSubsignature((ExecutableType) own.asType(), (ExecutableType) method.asType()));
    }

    private Mode mode(TypeElement type, ExecutableElement method, String where) {
        if (!Annotations.isPresent(method, Api.ONEWAY) && !Annotations.isPresent(type, Api.ONEWAY)) {
            return Mode.SYNC;
        }
        TypeMirror result = method.getReturnType();
        if (result.getKind() == TypeKind.VOID) {
            return Mode.ONEWAY;
        }
        if (types.asElement(result) instanceof TypeElement named
                && named.getQualifiedName().contentEquals(Api.SEND_STATUS.canonicalName())) {
            return Mode.ONEWAY_TRY;
        }
        diagnostics.error(
                method,
                where + " is @Oneway, nobody waits for its result of type " + result
                        + ": return void or SendStatus, and send the result to a callback interface");
        return Mode.ONEWAY;
    }

    private void checkCodes(List<Method> methods) {
        Map<Integer, Method> byCode = new HashMap<>();
        for (Method method : methods) {
            if (method.code() < Api.FIRST_CALL_TRANSACTION || method.code() > Api.LAST_METHOD_TRANSACTION) {
                error(method, "is outside of " + Api.FIRST_CALL_TRANSACTION + " to " + Api.LAST_METHOD_TRANSACTION);
            }
            Method other = byCode.putIfAbsent(method.code(), method);
            if (other != null) {
                error(
                        method,
                        "is that of " + other.where() + " too: give each method that has no code of its own"
                                + " one by @TransactionCode, or choose another");
            }
        }
    }

    private void error(Method method, String problem) {
        Element at = method.element();
        diagnostics.error(at, method.where() + ": transaction code " + method.code() + " " + problem);
    }
}
