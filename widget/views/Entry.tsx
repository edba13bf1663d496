// One entry, read before the first word; beneath it the same question as beneath an answer.
import { useEffect, useRef, useState } from "preact/hooks";
import { lookUp } from "../connection/public.ts";
import type { Medium } from "../connection/wire.ts";
import type { Conversation } from "../conversation.ts";
import { OutLink } from "../message/links.tsx";
import { Text } from "../message/Text.tsx";
import { more, strings } from "../strings/strings.ts";
import type { KnownIssue } from "./Issue.tsx";
import { part } from "./part.tsx";

const Media = part(() => import("./Steps.tsx").then((steps) => steps.Media));
export const Issue = part(() => import("./Issue.tsx").then((issue) => issue.Issue));

export interface Titled {
  entry: string;
  title: string;
}

interface Read extends Titled {
  text: string;
  url: string;
  issues: KnownIssue[];
  media?: Medium[];
}

interface Props {
  entry: Titled;
  /** What was searched for; empty: it was found by browsing. */
  question: string;
  conversation: Conversation;
  back: () => void;
}

export function Entry({ entry, question, conversation, back }: Props) {
  const [read, setRead] = useState<Read | "lost" | null>(null);
  const [helped, setHelped] = useState(false);
  const title = useRef<HTMLHeadingElement>(null);
  const load = (): void => {
    setRead(null);
    lookUp<Read>(conversation.origin, `/api/faq/${encodeURIComponent(entry.entry)}`).then(setRead, () =>
      setRead("lost"),
    );
  };
  useEffect(() => {
    load();
    title.current!.focus();
  }, []);
  const person = (refused: boolean) => (): void =>
    conversation.ask("unhelped", {
      entry: entry.entry,
      ...(question && { question }),
      ...(refused && { helpful: false }),
    });
  return (
    <article class="help entry">
      <button type="button" class="link" onClick={back}>
        {more.backToHelp}
      </button>
      <h3 ref={title} tabIndex={-1} dir="auto">
        {read && read !== "lost" ? read.title : entry.title}
      </h3>
      {read === null && <p class="quiet">{strings.loading}</p>}
      {read === "lost" && (
        <p class="quiet" role="alert">
          {strings.notLoaded}{" "}
          <button type="button" class="link" onClick={load}>
            {strings.again}
          </button>
        </p>
      )}
      {read && read !== "lost" && (
        <>
          {read.issues.map((issue) => (
            <Issue key={issue.id} issue={issue} conversation={conversation} />
          ))}
          <Text text={read.text} />
          {read.media && <Media media={read.media} />}
          {read.url && (
            <p class="more">
              <OutLink href={read.url}>{strings.readMore}</OutLink>
            </p>
          )}
          <div class="ask" role="group" aria-label={strings.question}>
            <p>{strings.question}</p>
            <button type="button" class="outlined" aria-pressed={helped} onClick={() => setHelped(true)}>
              {strings.yes}
            </button>
            <button type="button" class="outlined" onClick={person(true)}>
              {strings.no}
            </button>
            <button type="button" class="outlined" onClick={person(false)}>
              {strings.person}
            </button>
          </div>
          <p role="status" class="verdict done">
            {helped && strings.helped}
          </p>
        </>
      )}
    </article>
  );
}
