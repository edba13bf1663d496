// Looking before asking: known issues, search, what others ask, and everything by topic. Nothing of it is stored.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { lookUp } from "../connection/public.ts";
import type { Conversation } from "../conversation.ts";
import help from "../look/help.css" with { type: "text" };
import { wear } from "../look/worn.ts";
import { more, strings } from "../strings/strings.ts";
import type { KnownIssue } from "./Issue.tsx";
import { Entry, Issue, type Titled } from "./Entry.tsx";

wear(help);

interface Topics {
  topics: { name: string; entries: Titled[] }[];
  common: Titled[];
}

/** A pause in typing this long is worth a search. */
const pauseMs = 250;

export function Help({ conversation }: { conversation: Conversation }) {
  const [content, setContent] = useState<Topics | "lost" | null>(null);
  const [issues, setIssues] = useState<KnownIssue[]>([]);
  const [query, setQuery] = useState("");
  const [reading, read] = useState<Titled | null>(null);
  const found = useFound(conversation, query.trim(), content);
  const load = (): void => {
    setContent(null);
    lookUp<Topics>(conversation.origin, "/api/faq").then(setContent, () => setContent("lost"));
  };
  useEffect(() => {
    load();
    // Without them the rest is as good.
    lookUp<{ issues: KnownIssue[] }>(conversation.origin, "/api/known-issues").then(
      (known) => setIssues(known.issues),
      () => undefined,
    );
  }, []);
  useEffect(() => {
    if (!conversation.wanted || !content || content === "lost") return;
    const wanted = content.topics
      .flatMap(({ entries }) => entries)
      .find(({ entry }) => entry === conversation.wanted);
    conversation.wanted = null;
    if (wanted) read(wanted);
  }, [content, conversation.wanted]);
  const list = useReturnedFocus(reading);
  if (reading)
    return (
      <Entry
        key={reading.entry}
        entry={reading}
        question={query.trim()}
        conversation={conversation}
        back={() => read(null)}
      />
    );
  const links = (entries: Titled[]) => <Links entries={entries} read={read} />;
  return (
    <div class="help" ref={list}>
      <form role="search" onSubmit={(event) => event.preventDefault()}>
        <label for="help-search">{more.search}</label>
        <input
          id="help-search"
          type="search"
          dir="auto"
          maxLength={200}
          autoComplete="off"
          value={query}
          onInput={(event) => setQuery(event.currentTarget.value)}
        />
      </form>
      <p role="status" class="unseen">
        {found && (found.length ? more.found(found.length) : more.nothingFound)}
      </p>
      {query.trim() ? (
        <section class="found" aria-label={more.results}>
          {!found && <p class="quiet">{strings.loading}</p>}
          {found?.length === 0 && <p class="quiet">{more.nothingFound}</p>}
          {found && links(found)}
          <button type="button" class="outlined" onClick={() => conversation.say(query.trim())}>
            {more.askThis}
          </button>
        </section>
      ) : (
        <>
          {issues.length > 0 && (
            <section aria-label={more.knownIssues}>
              {issues.map((issue) => (
                <Issue key={issue.id} issue={issue} conversation={conversation} />
              ))}
            </section>
          )}
          <Browse content={content} links={links} again={load} />
        </>
      )}
    </div>
  );
}

interface BrowseProps {
  content: Topics | "lost" | null;
  links: (entries: Titled[]) => preact.ComponentChildren;
  again: () => void;
}

function Browse({ content, links, again }: BrowseProps) {
  if (content === null) return <p class="quiet">{strings.loading}</p>;
  if (content === "lost") {
    return (
      <p class="quiet" role="alert">
        {strings.notLoaded}{" "}
        <button type="button" class="link" onClick={again}>
          {strings.again}
        </button>
      </p>
    );
  }
  if (!content.topics.length) return null;
  return (
    <>
      <section aria-labelledby="help-common">
        <h3 id="help-common">{more.common}</h3>
        {links(content.common)}
      </section>
      <section aria-labelledby="help-topics">
        <h3 id="help-topics">{more.topics}</h3>
        {content.topics.map(({ name, entries }) => (
          <details key={name}>
            <summary dir="auto">{name}</summary>
            {links(entries)}
          </details>
        ))}
      </section>
    </>
  );
}

function Links({ entries, read }: { entries: Titled[]; read: (entry: Titled) => void }) {
  return (
    <ul>
      {entries.map((one) => (
        <li key={one.entry}>
          <button type="button" class="link" dir="auto" data-entry={one.entry} onClick={() => read(one)}>
            {one.title}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** What fits the words, some time after they were typed; null while that is not known. */
function useFound(conversation: Conversation, query: string, content: Topics | "lost" | null) {
  const [found, setFound] = useState<{ query: string; entries: Titled[] } | null>(null);
  useEffect(() => {
    if (!query) return setFound(null);
    let old = false;
    const settled = setTimeout(() => {
      const search = lookUp<{ entries: Titled[] }>(
        conversation.origin,
        `/api/faq/search?q=${encodeURIComponent(query)}`,
      );
      const tell = (entries: Titled[]): void => void (old || setFound({ query, entries }));
      search.then(
        ({ entries }) => tell(entries),
        () => tell(inTitles(query, content)), // Too many searches, or no network: by what is here.
      );
    }, pauseMs);
    return () => {
      old = true;
      clearTimeout(settled);
    };
  }, [query]);
  // While more is typed, what was found for the beginning stays.
  return found && query ? found.entries : null;
}

function inTitles(query: string, content: Topics | "lost" | null): Titled[] {
  if (!content || content === "lost") return [];
  const words = query.toLowerCase().split(/\s+/);
  const all = content.topics.flatMap(({ entries }) => entries);
  return all.filter(({ title }) => words.every((word) => title.toLowerCase().includes(word))).slice(0, 6);
}

/** Back from an entry: to the line that led there. */
function useReturnedFocus(reading: Titled | null) {
  const list = useRef<HTMLDivElement>(null);
  const last = useRef<Titled | null>(null);
  useLayoutEffect(() => {
    if (!reading && last.current) {
      const line = [...list.current!.querySelectorAll<HTMLElement>("[data-entry]")].find(
        ({ dataset, checkVisibility }) => dataset.entry === last.current!.entry && checkVisibility,
      );
      (line?.checkVisibility() ? line : list.current!.querySelector("input"))?.focus();
    }
    last.current = reading;
  }, [reading]);
  return list;
}
