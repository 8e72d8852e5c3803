package io.bindery.servicemanager;

import io.bindery.RemoteException;

/** No service has the name that was looked up: says where it was looked for, and what is registered there. */
public class ServiceNotFoundException extends RemoteException {
    private static final long serialVersionUID = 1L;

    /** Creates the exception. */
    public ServiceNotFoundException(String message) {
        super(message);
    }
}
