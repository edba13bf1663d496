// A thing that tells its watchers when it changed. Faces draw themselves anew from it.
import { useLayoutEffect, useState } from "preact/hooks";

export class Observed {
  private watchers = new Set<() => void>();

  watch(watcher: () => void): () => void {
    this.watchers.add(watcher);
    return () => void this.watchers.delete(watcher);
  }

  protected changed = (): void => this.notify();

  protected notify(): void {
    for (const watcher of this.watchers) watcher();
  }
}

export function useObserved(thing: Observed): void {
  const [, redraw] = useState(0);
  // Before the browser paints, so that no change falls between drawing and watching.
  useLayoutEffect(() => thing.watch(() => redraw((n) => n + 1)), [thing]);
}
