/**
 * Names for objects: how a process finds the services of others. {@link io.bindery.servicemanager.ServiceManager} is what
 * users call; it talks to the object at handle 0, {@link io.bindery.servicemanager.ServiceRegistry}, by {@link
 * io.bindery.servicemanager.IServiceManager}, an ordinary binder interface whose stub and proxy our own processor
 * generates. {@link io.bindery.servicemanager.ServiceManagerProvider} makes that object in the process that hosts the
 * context. What a client has been told once it remembers in {@link io.bindery.servicemanager.ServiceCache}, as long as {@link
 * io.bindery.servicemanager.NameVersions} says that it is still true.
 */
@NullMarked
package io.bindery.servicemanager;

import org.jspecify.annotations.NullMarked;
