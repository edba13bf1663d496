// Beside the conversation: pages, tags, notes about the customer, and what was before.
import { useState } from "preact/hooks";
import { OutLink } from "../../widget/message/links.tsx";
import { lasting, moment, useNow } from "../clock.ts";
import type { Known, Note, Visit } from "../record.ts";
import type { Station } from "../station.ts";
import { strings } from "../strings/en.ts";
import { finding } from "../strings/finding.en.ts";

interface Props {
  station: Station;
  known: Known;
}

export function Tags({ station, known }: Props) {
  const [text, write] = useState("");
  const { conversation, tags, used_tags } = known;
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    const names = text.split(",").filter((name) => name.trim());
    if (names.length && (await station.record.tag(conversation, { add: names }))) write("");
  };
  return (
    <section class="kept">
      <h2 id="tags">{strings.tags}</h2>
      {tags.length ? (
        <ul class="tags">
          {tags.map((tag) => (
            <li key={tag}>
              <bdi>{tag}</bdi>
              <button
                type="button"
                aria-label={strings.tagRemove(tag)}
                onClick={() => void station.record.tag(conversation, { remove: [tag] })}
              >
                ×
              </button>
            </li>
          ))}
        </ul>
      ) : (
        <p class="empty">{strings.tagNone}</p>
      )}
      <form class="line" onSubmit={add}>
        <input
          aria-label={strings.tagAdd}
          placeholder={strings.tagAdd}
          list="used-tags"
          maxLength={200}
          autocomplete="off"
          value={text}
          onInput={(event) => write(event.currentTarget.value)}
        />
        <button type="submit">{strings.add}</button>
        <datalist id="used-tags">
          {used_tags
            .filter((tag) => !tags.includes(tag))
            .map((tag) => (
              <option key={tag} value={tag} />
            ))}
        </datalist>
      </form>
    </section>
  );
}

export function Notes({ station, known }: Props) {
  const { conversation, notes } = known;
  const [text, write] = useState(station.record.draft(conversation));
  const change = (words: string): void => {
    station.record.draft(conversation, words);
    write(words);
  };
  const add = async (event: Event): Promise<void> => {
    event.preventDefault();
    if (text.trim() && (await station.record.note(conversation, text))) change("");
  };
  return (
    <section class="kept">
      <h2>{strings.notesAbout}</h2>
      <p class="empty">{strings.notesHint}</p>
      <ul class="about">
        {notes.map((note) => (
          <NoteAbout
            key={note.id}
            note={note}
            remove={() => station.record.removeNote(conversation, note.id)}
          />
        ))}
      </ul>
      <form onSubmit={add}>
        <textarea
          aria-label={strings.noteNew}
          placeholder={strings.noteNew}
          rows={2}
          maxLength={4_000}
          dir="auto"
          value={text}
          onInput={(event) => change(event.currentTarget.value)}
        />
        <button type="submit" disabled={!text.trim()}>
          {strings.noteAdd}
        </button>
      </form>
    </section>
  );
}

function NoteAbout({ note, remove }: { note: Note; remove: () => Promise<void> }) {
  const [sure, ask] = useState(false);
  return (
    <li>
      <p dir="auto">{note.text}</p>
      <p class="empty">
        <bdi>{note.by.name}</bdi> · {moment(note.at)}
        {note.removable && (
          <button
            type="button"
            class="link"
            aria-label={sure ? undefined : strings.noteRemove(note.by.name)}
            onBlur={() => ask(false)}
            onClick={() => (sure ? void remove() : ask(true))}
          >
            {sure ? strings.removeSure : strings.remove}
          </button>
        )}
      </p>
    </li>
  );
}

export function Pages({ pages }: { pages: Visit[] }) {
  const now = useNow();
  return (
    <section class="kept">
      <h2>{strings.pages}</h2>
      {!pages.length && <p class="empty">{strings.noPages}</p>}
      <ol class="pages">
        {pages.toReversed().map((page) => (
          <li key={`${page.at}${page.url}`}>
            <OutLink href={page.url}>{page.title.trim() || page.url}</OutLink>
            <p class="empty">
              {moment(page.at)} ·{" "}
              {page.left_at
                ? strings.pageFor(lasting(page.at, Date.parse(page.left_at)))
                : `${strings.onPage}, ${lasting(page.at, now)}`}
            </p>
          </li>
        ))}
      </ol>
    </section>
  );
}

export function Others({ station, known }: Props) {
  return (
    <section class="kept">
      <h2>{strings.earlierTitle}</h2>
      {!known.earlier.length && <p class="empty">{strings.earlierNone}</p>}
      <ul class="before">
        {known.earlier.map((one) => (
          <li key={one.id}>
            <button
              type="button"
              aria-label={strings.earlierOpen(moment(one.started))}
              onClick={() => station.visit(one)}
            >
              <span class="when">
                {moment(one.started)} · {finding.statuses[one.status] ?? one.status}
              </span>
              {one.last && (
                <span class="words" dir="auto">
                  {one.last.text}
                </span>
              )}
              {one.tags.length > 0 && <span class="when">{one.tags.join(", ")}</span>}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
