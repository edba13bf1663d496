// The entries: the list, one of them, a new one, and what is brought in and taken out.
import { useState } from "preact/hooks";
import type { Agent } from "../../../widget/connection/wire.ts";
import { useObserved } from "../../../widget/connection/observed.ts";
import type { View } from "../../settings/house.ts";
import { Empty, Load, useLoaded } from "../../settings/kit/load.tsx";
import { address, follow, route } from "../../settings/route.ts";
import { strings } from "../strings/entries.en.ts";
import { Editor } from "./entry/Editor.tsx";
import { draftOf, type Gap } from "./entry/gap.ts";
import { Import } from "./entry/Import.tsx";
import { List } from "./entry/List.tsx";
import { at, entries, type Listed, type Opened } from "./entry/shape.ts";

interface Props {
  me: Agent;
  may: boolean;
}

const Entries: View = ({ me, may }) => {
  useObserved(route);
  const id = route.parts[1];
  if (!id) return <List may={may} />;
  if (id === "import") return <Import {...{ me, may }} />;
  const gap = new URLSearchParams(location.search).get("gap");
  const key = `${id} ${gap ?? ""}`;
  if (gap) return <FromGap key={key} {...{ me, may, id }} gap={gap} />;
  return <One key={key} {...{ me, may, id }} gap={null} />;
};

function FromGap({ gap, ...rest }: Props & { id: string; gap: string }) {
  const loaded = useLoaded<Gap>(draftOf(gap));
  return <Load of={loaded}>{(drawn) => <One {...rest} gap={drawn} />}</Load>;
}

function One({ id, ...rest }: Props & { id: string; gap: Gap | null }) {
  const listed = useLoaded<Listed>(entries);
  return (
    <Load of={listed}>
      {({ topics, refusal }) =>
        id === "new" ? (
          <Editor {...rest} opened={null} {...{ topics, refusal }} reload={nothing} refresh={nothing} />
        ) : (
          <Known {...rest} {...{ id, topics }} />
        )
      }
    </Load>
  );
}

function Known({ id, ...rest }: Props & { id: string; gap: Gap | null; topics: Listed["topics"] }) {
  const loaded = useLoaded<Opened>(at(id));
  const [round, next] = useState(0);
  const { answer } = loaded;
  if (answer && !answer.ok && answer.status === 404) return <Nowhere />;
  const reload = (): void => void loaded.again().then(() => next((n) => n + 1));
  return (
    <Load of={loaded}>
      {(opened) => (
        <Editor
          key={round}
          {...rest}
          {...{ opened, reload }}
          refresh={() => void loaded.again()}
          refusal={opened.refusal}
        />
      )}
    </Load>
  );
}

const nothing = (): void => undefined;

function Nowhere() {
  return (
    <Empty title={strings.noSuchEntry}>
      <p>{strings.noSuchEntryText}</p>
      <a href={address("entries")} onClick={follow}>
        {strings.allEntries}
      </a>
    </Empty>
  );
}

export default Entries;
