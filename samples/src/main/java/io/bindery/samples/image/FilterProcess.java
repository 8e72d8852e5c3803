package io.bindery.samples.image;

import io.bindery.BinderContext;
import io.bindery.samples.demo.process.ParentWatch;
import io.bindery.servicemanager.ServiceManager;
import java.nio.file.Path;

/** The process that filters. */
final class FilterProcess {
    private FilterProcess() {}

    /** Arguments: home and name of the context. */
    public static void main(String[] arguments) throws Exception {
        ParentWatch parent = ParentWatch.start();
        try (BinderContext context =
                BinderContext.builder(arguments[1]).home(Path.of(arguments[0])).open()) {
            ServiceManager.of(context).addService(ImageFilterService.NAME, new ImageFilterService());
            parent.await();
        }
    }
}
