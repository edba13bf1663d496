// The open chat: header, disclosure, log, composer.
import { useEffect, useLayoutEffect, useRef } from "preact/hooks";
import { useObserved } from "../connection/observed.ts";
import type { Conversation } from "../conversation.ts";
import { strings } from "../strings/en.ts";
import { Composer } from "./Composer.tsx";
import { Header } from "./Header.tsx";
import { Log } from "./Log.tsx";
import { Spoken } from "./Spoken.tsx";

interface Props {
  conversation: Conversation;
  close: (() => void) | null;
}

export function Panel({ conversation, close }: Props) {
  useObserved(conversation);
  useEffect(() => {
    const look = (): void => void (document.visibilityState === "visible" && conversation.look());
    look();
    document.addEventListener("visibilitychange", look);
    return () => document.removeEventListener("visibilitychange", look);
  });
  const keepFocus = useKeptFocus();
  const escape = (event: KeyboardEvent): void => {
    if (event.key !== "Escape" || !close) return;
    event.stopPropagation();
    close();
  };
  return (
    <div
      class="panel"
      role={close ? "dialog" : "region"}
      aria-label={strings.panel}
      onKeyDown={escape}
      onFocusIn={keepFocus}
    >
      <Header conversation={conversation} close={close} />
      <p class="disclosure">{disclosure(conversation)}</p>
      <Log conversation={conversation} />
      <State conversation={conversation} />
      <Composer conversation={conversation} />
      <Spoken conversation={conversation} />
    </div>
  );
}

/** A button that goes away with its click leaves the focus in the log, not on the page behind. */
function useKeptFocus() {
  const last = useRef<HTMLElement | null>(null);
  const panel = useRef<HTMLElement | null>(null);
  useLayoutEffect(() => {
    if (!last.current || last.current.isConnected) return;
    last.current = null;
    panel.current?.querySelector<HTMLElement>(".scroll")?.focus({ preventScroll: true });
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
  if (holding.status === "resolved") return strings.closed;
  return disclosure || strings.disclosure;
}

function State({ conversation }: { conversation: Conversation }) {
  const { known, live, failed, refusal, bot, holding } = conversation;
  if (refusal) return <p class="state">{refusal}</p>;
  if (!live)
    return (
      <p class="state">{known ? strings.reconnecting : failed ? strings.unreachable : strings.connecting}</p>
    );
  if (holding.status !== "with_bot" || bot === "ok") return null;
  return <p class="state">{bot === "starting" ? strings.starting : strings.down}</p>;
}
