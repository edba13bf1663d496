// Views that few conversations need are parts of their own, fetched when they are first wanted.
import type { ComponentChildren, ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import { learnMore, strings } from "../strings/strings.ts";

/**
 * Draws what `load` brings, and says so while that is on its way or did not come. A part that shows something else
 * `meanwhile` has no words of its own to wait for.
 */
export function part<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  meanwhile?: (props: Props) => ComponentChildren,
) {
  let found: ComponentType<Props> | undefined;
  let coming: Promise<void> | undefined;

  /** Asked for where it will soon be wanted, so that a network that fails then does no harm. */
  const fetch = (): Promise<void> =>
    (coming ??= Promise.all([load(), meanwhile || learnMore()]).then(
      ([view]) => void (found = view),
      () => void (coming = undefined),
    ));

  function Part(props: Props) {
    const [tried, draw] = useState(0);
    const next = (): void => draw((n) => n + 1);
    useEffect(() => void (found || fetch().then(next)), []);
    const View = found;
    if (View) return <View {...props} />;
    if (!tried && meanwhile) return <>{meanwhile(props)}</>;
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
