// The first pane while somebody searches: words, filters, and what was found.
import { useEffect, useMemo, useRef } from "preact/hooks";
import { useObserved } from "../../widget/connection/observed.ts";
import type { Station } from "../station.ts";
import { finding as strings } from "../strings/finding.en.ts";
import { Filters } from "./Filters.tsx";
import { Find } from "./find.ts";
import { Result } from "./Result.tsx";
import type { Route } from "./route.ts";

export function SearchPane({ station, route }: { station: Station; route: Route }) {
  const asked = route.place.search ?? "";
  const find = useMemo(() => new Find(asked), []);
  const box = useRef<HTMLInputElement>(null);
  useObserved(find);
  useEffect(() => {
    if (!station.selected) box.current?.focus();
    return () => find.stop();
  }, []);
  useEffect(() => find.asks(asked), [asked]);
  const query = new URLSearchParams(asked);
  const change = (name: string, value: string): void => {
    const next = new URLSearchParams(asked);
    if (value) next.set(name, value);
    else next.delete(name);
    route.searches(next.toString());
  };
  return (
    <nav class="lists finding" aria-label={strings.searchAll}>
      <form role="search" onSubmit={(event) => event.preventDefault()}>
        <button type="button" class="link" onClick={() => route.go({ search: null })}>
          {strings.backToLists}
        </button>
        <label>
          <span class="unseen">{strings.searchAll}</span>
          <input
            ref={box}
            type="text"
            inputMode="search"
            autoComplete="off"
            maxLength={500}
            placeholder={strings.words}
            value={query.get("q") ?? ""}
            onInput={(event) => change("q", event.currentTarget.value)}
          />
        </label>
        <Filters station={station} query={query} change={change} set={(whole) => route.searches(whole)} />
      </form>
      <Results {...{ station, find, asked }} />
    </nav>
  );
}

function Results({ station, find, asked }: { station: Station; find: Find; asked: string }) {
  const { results, state, more } = find;
  if (state === "failed")
    return (
      <p class="failed said-so" role="alert">
        {find.message}{" "}
        <button type="button" class="link" onClick={() => find.again()}>
          {strings.again}
        </button>
      </p>
    );
  return (
    <section aria-busy={state === "loading"}>
      <p class="said-so foot" role="status">
        {state === "shown" && results.length > 0 && strings.found(results.length, more)}
        {state === "shown" && !results.length && (asked ? strings.nothing : strings.nothingYet)}
      </p>
      {state === "loading" && !results.length && <div class="skeleton" aria-hidden="true" />}
      <ul aria-label={strings.results}>
        {results.map((one) => (
          <li key={one.id}>
            <Result found={one} current={station.selected === one.id} open={() => station.visit(one)} />
          </li>
        ))}
      </ul>
      {more && (
        <button
          type="button"
          class="link more"
          disabled={state === "loading"}
          onClick={() => void find.next()}
        >
          {strings.more}
        </button>
      )}
    </section>
  );
}
