// Which other gaps ask the same: found by their words.
import { useState } from "preact/hooks";
import { CheckField, Dialog, Load, TextField, useLoaded } from "../../../settings/kit/index.ts";
import { strings as common } from "../../../settings/strings/en.ts";
import { customers, strings } from "../../strings/gaps.en.ts";
import { type Gap, gaps, type Listed } from "./shape.ts";

interface Props {
  of: Gap;
  close: () => void;
  merge: (others: readonly number[]) => Promise<unknown>;
}

export function Merging({ of, close, merge }: Props) {
  const [typed, type] = useState("");
  const [words, look] = useState("");
  const [chosen, choose] = useState<readonly number[]>([]);
  const [busy, setBusy] = useState(false);
  const turn = (id: number, on: boolean): void =>
    choose(on ? [...chosen, id] : chosen.filter((one) => one !== id));
  return (
    <Dialog title={strings.mergeTitle} close={close}>
      <p>{strings.mergeText}</p>
      <form
        class="gap-filters"
        role="search"
        onSubmit={(event) => {
          event.preventDefault();
          look(typed.trim());
        }}
      >
        <TextField
          label={strings.find}
          type="search"
          value={typed}
          change={type}
          maxLength={200}
          dir="auto"
        />
        <button type="submit">{strings.look}</button>
      </form>
      <Others key={words} words={words} of={of} chosen={chosen} turn={turn} />
      <div class="buttons">
        <button
          type="button"
          class="solid"
          disabled={busy || !chosen.length}
          onClick={() => {
            setBusy(true);
            void merge(chosen).then(() => setBusy(false));
          }}
        >
          {strings.mergeNow(chosen.length)}
        </button>
        <button type="button" onClick={close}>
          {common.cancel}
        </button>
      </div>
    </Dialog>
  );
}

interface OthersProps {
  words: string;
  of: Gap;
  chosen: readonly number[];
  turn: (id: number, on: boolean) => void;
}

function Others({ words, of, chosen, turn }: OthersProps) {
  const loaded = useLoaded<Listed>(`${gaps}?${new URLSearchParams({ state: "all", q: words, limit: "20" })}`);
  return (
    <div class="gap-others">
      <Load of={loaded}>
        {(listed) => {
          const others = listed.gaps.filter(({ id }) => id !== of.id);
          return others.length ? (
            others.map(({ id, title, customers: asked }) => (
              <CheckField
                key={id}
                label={title}
                help={customers(asked)}
                checked={chosen.includes(id)}
                change={(on) => turn(id, on)}
              />
            ))
          ) : (
            <p class="gap-facts">{strings.none}</p>
          );
        }}
      </Load>
    </div>
  );
}
