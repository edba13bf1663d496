// A part of the page that is fetched when it is first wanted.
import type { ComponentType } from "preact";
import { useLayoutEffect, useState } from "preact/hooks";

export interface Part<P> {
  /** Fetches it, if it is not here. */
  ready: () => Promise<void>;
  here: ComponentType<P> | null;
}

export function part<P>(load: () => Promise<ComponentType<P>>): Part<P> {
  const made: Part<P> = {
    here: null,
    ready: async () => {
      made.here ??= await load();
    },
  };
  return made;
}

type Props<P> = P & { of: Part<P> };

/** Nothing until it is here; where it can't be had, `close` is called and the page goes on without it. */
export function Later<P extends { close: () => void }>({ of, ...props }: Props<P>) {
  const [, have] = useState(!!of.here);
  useLayoutEffect(() => {
    if (!of.here) of.ready().then(() => have(true), props.close);
  }, []);
  const Here = of.here;
  return Here && <Here {...(props as unknown as P)} />;
}
