package io.bindery.transport;

import io.bindery.RemoteException;

/** Something was asked of a transport that it cannot do; nothing was sent. */
public class MissingTraitException extends RemoteException {
    private static final long serialVersionUID = 1L;

    private final Trait trait;

    /**
     * @param what what was asked, as in {@code a call with a reply}
     * @param scheme the transport
     * @param trait what it lacks
     */
    public MissingTraitException(String what, String scheme, Trait trait) {
        super(what + " needs the trait " + trait + ", which the transport lacks: transport=" + scheme);
        this.trait = trait;
    }

    /** What the transport lacks. */
    public Trait trait() {
        return trait;
    }
}
