// The agents' page: from the sign-in to the conversations.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Agent } from "../widget/connection/wire.ts";
import * as account from "./account.ts";
import { Station } from "./station.ts";
import { strings } from "./strings/en.ts";
import { Links } from "./views/Links.tsx";
import { SignIn } from "./views/SignIn.tsx";
import { Workplace } from "./views/Workplace.tsx";

type Stage = "opening" | "signing-in" | "ended" | account.Link | Station;

function Console() {
  const [stage, go] = useState<Stage>("opening");
  const [link] = useState(account.followedLink);
  const enter = (agent: Agent): void => go(new Station(agent, () => go("ended")));
  useEffect(() => {
    if (link) return go(link);
    void account.me().then((answer) => (answer.ok ? enter(answer.body.agent) : go("signing-in")));
  }, []);
  if (stage === "opening") return <p class="opening">{strings.loading}</p>;
  if (stage instanceof Station) return <Workplace station={stage} leave={() => void leave(stage, go)} />;
  if (typeof stage === "object") return <Links link={stage} enter={enter} instead={() => go("signing-in")} />;
  return <SignIn enter={enter} notice={stage === "ended" ? strings.ended : ""} />;
}

async function leave(station: Station, go: (stage: Stage) => void): Promise<void> {
  await account.signOut();
  station.close();
  go("signing-in");
}

render(<Console />, document.getElementById("console")!);
