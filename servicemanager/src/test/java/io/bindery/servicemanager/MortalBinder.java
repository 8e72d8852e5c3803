package io.bindery.servicemanager;

import io.bindery.Binder;
import java.util.ArrayList;
import java.util.List;

/** An object that can die like one of another process. */
final class MortalBinder extends Binder {
    private final List<DeathRecipient> recipients = new ArrayList<>();
    private boolean alive = true;

    @Override
    public boolean isBinderAlive() {
        return alive;
    }

    @Override
    public void linkToDeath(DeathRecipient recipient, int flags) {
        recipients.add(recipient);
    }

    @Override
    public boolean unlinkToDeath(DeathRecipient recipient, int flags) {
        return recipients.remove(recipient) && alive;
    }

    List<DeathRecipient> recipients() {
        return List.copyOf(recipients);
    }

    void die() {
        alive = false;
        recipients.forEach(DeathRecipient::binderDied);
    }
}
