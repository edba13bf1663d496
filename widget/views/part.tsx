// Views that few conversations need are parts of their own, fetched when they are first wanted.
import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { learnMore, strings } from "../strings/strings.ts";

/**
 * Draws what `load` brings, and says so while that is on its way or did not come. A silent part has no words of its own
 * to wait for, and says nothing meanwhile.
 */
export function part<Props extends object>(load: () => Promise<ComponentType<Props>>, silent?: "silent") {
  let found: ComponentType<Props> | undefined;
  let coming: Promise<void> | undefined;

  /** Asked for where it will soon be wanted, so that a network that fails then does no harm. */
  const fetch = (): Promise<void> =>
    (coming ??= Promise.all([load(), silent || learnMore()]).then(
      ([view]) => void (found = view),
      () => void (coming = undefined),
    ));

  function Part(props: Props) {
    const [tried, draw] = useState(0);
    const next = (): void => draw((n) => n + 1);
    useEffect(() => void (found || fetch().then(next)), []);
    const View = found;
    if (View) return <View {...props} />;
    if (!tried && silent) return null;
    if (!tried) return <p class="quiet">{strings.loading}</p>;
    return (
      <p class="quiet" role="alert">
        {strings.notLoaded}{" "}
        <button type="button" class="link" onClick={() => void fetch().then(next)}>
          {strings.again}
        </button>
      </p>
    );
  }
  return Object.assign(Part, { fetch });
}
