/**
 * Names for objects: how a process finds the services of others. {@link io.bindery.servicemanager.ServiceManager} is what
 * users call; it talks to the object at handle 0, {@link io.bindery.servicemanager.ServiceRegistry}, by {@link
 * io.bindery.servicemanager.IServiceManager}, an ordinary binder interface whose stub and proxy our own processor
 * generates. {@link io.bindery.servicemanager.ServiceManagerProvider} makes that object in the process that hosts the
 * context.
 */
@NullMarked
package io.bindery.servicemanager;

import org.jspecify.annotations.NullMarked;
