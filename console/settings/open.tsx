// From the sign-in, which is the console's, to the pages of a house.
import { render } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { Agent } from "../../widget/connection/wire.ts";
import * as account from "../account.ts";
import { SignIn } from "../views/SignIn.tsx";
import { ended } from "./ask.ts";
import type { House } from "./house.ts";
import { strings } from "./strings/en.ts";
import { Frame } from "./views/Frame.tsx";

function Inside({ house }: { house: House }) {
  const [agent, setAgent] = useState<Agent | null>(null);
  const [door, open] = useState<"opening" | "closed" | "ended" | "in">("opening");
  const enter = (found: Agent): void => {
    // Somebody else at the same computer must not find what the one before had written.
    setAgent(found);
    open("in");
  };
  useEffect(() => {
    ended.tell = () => open((now) => (now === "in" ? "ended" : now));
    void account.me().then((answer) => (answer.ok ? enter(answer.body.agent) : open("closed")));
  }, []);
  const leave = async (): Promise<void> => {
    await account.signOut();
    setAgent(null);
    open("closed");
  };
  if (door === "opening") return <p class="opening">{strings.loading}</p>;
  return (
    <>
      {agent && (
        <div hidden={door !== "in"}>
          <Frame key={agent.id} house={house} me={agent} leave={() => void leave()} />
        </div>
      )}
      {door !== "in" && (
        <SignIn enter={enter} notice={door === "ended" ? strings.ended : ""} product={house.words.product} />
      )}
    </>
  );
}

export function openHouse(house: House): void {
  render(<Inside house={house} />, document.getElementById("settings")!);
}
