// What every door does with what was typed: ask, wait, and go in or say why not.
import { useState } from "preact/hooks";
import type { Agent } from "../../widget/connection/wire.ts";
import type { signIn } from "../account.ts";

type Entering = ReturnType<typeof signIn>;

export function useEntering(enter: (agent: Agent) => void) {
  const [failed, fail] = useState("");
  const [busy, setBusy] = useState(false);
  const send = async (entering: Entering): Promise<void> => {
    setBusy(true);
    const answer = await entering;
    setBusy(false);
    if (answer.ok) enter(answer.body.agent);
    else fail(answer.message);
  };
  return { failed, busy, send };
}
