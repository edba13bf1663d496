// The open chat: header, disclosure, log, composer.
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { useObserved } from "../connection/observed.ts";
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/strings.ts";
import { Composer } from "./Composer.tsx";
import { Header } from "./Header.tsx";
import { Log } from "./Log.tsx";
import { part } from "./part.tsx";
import { Spoken } from "./Spoken.tsx";

const Keeping = part(() => import("./Keeping.tsx").then((view) => view.Keeping));

interface Props {
  conversation: Conversation;
  close: (() => void) | null;
}

export function Panel({ conversation, close }: Props) {
  useObserved(conversation);
  useMinutes();
  useEffect(() => {
    const look = (): void => void (document.visibilityState === "visible" && conversation.look());
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  });
  const keepFocus = useKeptFocus(conversation);
  const [keeping, setKeeping] = useState(false);
  const panel = useRef<HTMLDivElement>(null);
  const kept = (): void => {
    setKeeping(false);
    panel.current!.querySelector<HTMLElement>(".keep")?.focus();
  };
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !(keeping || close)) return;
    event.stopPropagation();
    if (keeping) kept();
    else close!();
  };
  return (
    <div
      ref={panel}
      class="panel"
      role={close ? "dialog" : "region"}
      aria-label={strings.panel}
      onKeyDown={escape}
      onFocusIn={keepFocus}
    >
      <Header conversation={conversation} keeping={keeping} keep={() => setKeeping(!keeping)} close={close} />
      {keeping && <Keeping conversation={conversation} done={kept} />}
      <p class="disclosure">{disclosure(conversation)}</p>
      <Log conversation={conversation} />
      <State conversation={conversation} />
      <Composer conversation={conversation} />
      <Spoken conversation={conversation} />
    </div>
  );
}

/** "Today" ends at midnight and "we open" becomes past, also where nothing else happens. */
function useMinutes(): void {
  const [, draw] = useState(0);
  useEffect(() => {
    const minutes = setInterval(() => draw((n) => n + 1), 60_000);
    return () => clearInterval(minutes);
  }, []);
}

/** What goes away under the focus leaves it in the log, not on the page behind; words that went into the
 * composer take it along. */
function useKeptFocus({ handed }: Conversation) {
  const last = useRef<HTMLElement | null>(null);
  const panel = useRef<HTMLElement | null>(null);
  const before = useRef(handed);
  useLayoutEffect(() => {
    const moved = before.current !== handed;
    before.current = handed;
    if (!last.current || last.current.isConnected) return;
    last.current = null;
    const next = moved ? ".composer textarea" : ".scroll";
    panel.current?.querySelector<HTMLElement>(next)?.focus({ preventScroll: true });
  });
  return (event: FocusEvent): void => {
    panel.current = event.currentTarget as HTMLElement;
    last.current = event.target as HTMLElement;
  };
}

/** Who listens now, in one line: the service's own words while that is the bot. */
function disclosure({ holding, disclosure }: Conversation): string {
  if (holding.status === "with_agent") return strings.withPerson(holding.agent?.name ?? "");
  if (holding.status === "queued") return strings.inLine;
  if (holding.status === "follow_up") return strings.later;
  if (holding.status === "resolved") return strings.closed;
  return disclosure || strings.disclosure;
}

/** Nothing comes through: whose fault that is as far as it is known, and that nothing is lost. */
function broken({ known, failed }: Conversation): string {
  if (!navigator.onLine) return strings.offline;
  return known ? strings.reconnecting : failed ? strings.unreachable : strings.connecting;
}

function State({ conversation }: { conversation: Conversation }) {
  const { live, refusal, bot, holding } = conversation;
  if (refusal) return <p class="state">{refusal}</p>;
  if (!live) return <p class="state">{broken(conversation)}</p>;
  if (holding.status !== "with_bot" || bot === "ok") return null;
  return <p class="state">{bot === "starting" ? strings.starting : strings.down}</p>;
}
