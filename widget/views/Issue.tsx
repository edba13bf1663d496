// A known issue: what is wrong now, and that it is this customer's, too.
import { useState } from "preact/hooks";
import { keep, recall } from "../connection/keep.ts";
import type { Conversation } from "../conversation.ts";
import known from "../look/known.css" with { type: "text" };
import { wear } from "../look/worn.ts";
import { Text } from "../message/Text.tsx";
import { more, strings } from "../strings/strings.ts";

wear(known);

export interface KnownIssue {
  id: string;
  title: string;
  text: string;
}

export function Issue({ issue, conversation }: { issue: KnownIssue; conversation: Conversation }) {
  const kept = `affected:${issue.id}`;
  const [state, tell] = useState<"" | "sent" | "lost" | "counted">(recall(kept) ? "counted" : "");
  const affects = async (): Promise<void> => {
    tell("sent");
    const counted = await conversation.affected(issue.id);
    if (counted) keep(kept, "1");
    tell(counted ? "counted" : "lost");
  };
  return (
    <div class="known">
      <p class="label">{more.knownIssue}</p>
      <p class="title" dir="auto">
        {issue.title}
      </p>
      {issue.text && <Text text={issue.text} />}
      {state !== "counted" && (
        <button type="button" class="link" disabled={state === "sent"} onClick={() => void affects()}>
          {more.affectsMe}
        </button>
      )}
      <p role="status">{state === "counted" ? more.counted : state === "lost" ? strings.lateAsk : ""}</p>
    </div>
  );
}
