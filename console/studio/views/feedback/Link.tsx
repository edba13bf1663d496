// An answer as a link: for a mail, a signature, a page of the site.
import { useState } from "preact/hooks";
import { Copy, Dialog, Load, SelectField, useLoaded } from "../../../settings/kit/index.ts";
import { strings } from "../../strings/feedback.en.ts";

interface Topics {
  topics: { entries: { entry: string; title: string }[] }[];
}

interface Props {
  /** Where the service is reached. */
  address: string;
  /** Chosen at first; empty: none. */
  first: string;
  close: () => void;
}

export function Link({ address, first, close }: Props) {
  const loaded = useLoaded<Topics>("/api/faq");
  return (
    <Dialog title={strings.linkTitle} close={close}>
      <p>{strings.linkHelp}</p>
      <Load of={loaded}>
        {({ topics }) => <Links {...{ address, first }} entries={topics.flatMap(({ entries }) => entries)} />}
      </Load>
      <div class="buttons">
        <button type="button" onClick={close}>
          {strings.close}
        </button>
      </div>
    </Dialog>
  );
}

interface LinksProps {
  address: string;
  first: string;
  entries: { entry: string; title: string }[];
}

function Links({ address, first, entries }: LinksProps) {
  const [id, choose] = useState(first || entries[0]?.entry || "");
  const title = entries.find(({ entry }) => entry === id)?.title;
  const page = `${address}/help/${id}`;
  return (
    <>
      <SelectField
        label={strings.entry}
        value={id}
        change={choose}
        choices={entries.map(({ entry, title }) => ({ value: entry, label: title }))}
      />
      {title && (
        <>
          <Line label={strings.page} text={page} />
          <Line label={strings.html} text={`<a href="${page}">${escaped(title)}</a>`} />
          <Line label={strings.deep} text={`#handrail=entry/${id}`} help={strings.deepHelp} />
          <Line label={strings.chat} text={`${address}/chat?entry=${id}`} />
        </>
      )}
    </>
  );
}

function Line({ label, text, help }: { label: string; text: string; help?: string }) {
  return (
    <div class="snippet">
      <h3>{label}</h3>
      {help && <p>{help}</p>}
      <pre>{text}</pre>
      <Copy text={text} />
    </div>
  );
}

const escaped = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;").replaceAll('"', "&quot;");
