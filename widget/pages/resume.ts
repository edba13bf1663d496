// The page behind a mail's link. Fetching it redeems nothing, because scanners fetch every link: the click does.
import { newClientId } from "../connection/client_id.ts";
import { keep, kept } from "../connection/keep.ts";
import { strings as ar } from "../strings/resume.ar.ts";
import { strings as de } from "../strings/resume.de.ts";
import { strings as en, type Resume } from "../strings/resume.en.ts";
import { strings as es } from "../strings/resume.es.ts";
import { strings as et } from "../strings/resume.et.ts";
import { strings as fr } from "../strings/resume.fr.ts";
import { strings as ja } from "../strings/resume.ja.ts";

type Answer = {
  ok: boolean;
  code?: string;
  message?: string;
  token?: string;
  mail?: "sending" | "limited" | "off";
};

// A small page that is seldom seen: all languages at once cost less than asking for one.
const languages: Record<string, Resume> = { ar, de, en, es, et, fr, ja };
const spoken = navigator.languages.map((own) => own.split("-")[0]!).find((code) => languages[code]) ?? "en";
const strings = languages[spoken]!;

const find = <T extends HTMLElement>(id: string): T => document.getElementById(id) as T;
const go = find<HTMLButtonElement>("continue");
const again = find<HTMLButtonElement>("again");
const chat = find<HTMLAnchorElement>("chat");
const token = decodeURIComponent(location.pathname.split("/").pop() ?? "");
// One for each button: a click that is repeated because the answer got lost redeems nothing twice.
const clicks = { "/api/resume": newClientId(), "/api/resume/again": newClientId() };

document.documentElement.lang = spoken;
document.documentElement.dir = spoken === "ar" ? "rtl" : "ltr";
document.title = strings.page.continue;
for (const [id, words] of Object.entries(strings.page)) find(id).textContent = words;

/** The service's own sentence, which says most, where that is English as we are. */
const refusal = ({ code, message }: Answer): string =>
  (spoken === "en" && message) || (strings.refused[code as keyof Resume["refused"]] ?? strings.unreachable);

const tell = (words: string): void => void (find("told").textContent = words);

async function post(path: keyof typeof clicks): Promise<Answer> {
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ token, client_id: clicks[path] }),
    });
    return { ...(await response.json()), ok: response.ok };
  } catch {
    return { ok: false };
  }
}

/** Whether the chat would find the visitor's token; asked before the link is used up for nothing. */
function remembers(): boolean {
  keep("probe", "1");
  const found = kept("probe").length > 0;
  keep("probe", null);
  return found;
}

async function redeem(): Promise<void> {
  if (!remembers()) return tell(strings.forgetful);
  go.disabled = true;
  tell(strings.opening);
  const answer = await post("/api/resume");
  go.disabled = false;
  if (answer.ok && answer.token) {
    keep("token", answer.token);
    return location.assign("/chat");
  }
  const final = ["closed", "not_found", "forbidden"].includes(answer.code ?? "");
  go.hidden = final;
  chat.hidden = !final;
  again.hidden = answer.code !== "closed";
  tell([refusal(answer), again.hidden ? "" : strings.usable].join(" ").trim());
}

async function sendAgain(): Promise<void> {
  again.disabled = true;
  tell(strings.asking);
  const answer = await post("/api/resume/again");
  again.disabled = false;
  again.hidden = answer.ok;
  tell(answer.mail ? strings.mail[answer.mail] : refusal(answer));
}

go.onclick = () => void redeem();
again.onclick = () => void sendAgain();
