// The one script tag: puts the launcher on the page and fetches the chat when it is first wanted.
// Classic script, no dependency; every byte here is paid by every page view of the site that carries it.
import css from "./look/launcher.css" with { type: "text" };
import type { Chat } from "./chat.tsx";

declare const CHAT_URL: string;

const script = document.currentScript as HTMLScriptElement;
const options = script.dataset;
const { origin } = new URL(script.src);
const host = document.createElement("handrail-chat");
const root = host.attachShadow({ mode: "open" });
const launcher = document.createElement("button");
const page = "page" in options;
let chat: Promise<Chat | void> | undefined;

const load = () =>
  (chat ??= import(origin + CHAT_URL)
    .then(({ mount }) => mount({ host, root, launcher, origin, options }))
    .catch(() => (chat = undefined))); // The next click tries again.
const open = () => load().then((loaded) => loaded?.open());
const close = () => chat?.then((loaded) => loaded?.close());

// Without a viewport tag a phone lays the page out far wider than its screen; we then grow to match.
const fit = (): void => {
  const narrow = Math.min(innerWidth, screen.width) < 500;
  host.toggleAttribute("narrow", narrow);
  host.style.setProperty(
    "--zoom",
    (narrow ? Math.max(1, innerWidth / screen.width) : 1) as unknown as string,
  );
};

// Another page of the site, and the chat is open, or somebody is waiting for an answer: go on without a click.
const resume = (): void => {
  try {
    if (localStorage["handrail:open"]) open();
    else if (localStorage["handrail:active"]) load();
  } catch {
    // Storage is forbidden here, so nothing was kept.
  }
};

const start = (): void => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  root.append(launcher);
  launcher.className = "launcher";
  launcher.ariaLabel = options.label ?? "Chat with us";
  launcher.ariaExpanded = "false";
  launcher.hidden = page;
  launcher.onclick = open;
  if (options.side) host.setAttribute("side", options.side);
  if (options.color) host.style.setProperty("--handrail-brand", options.color);
  fit();
  addEventListener("resize", fit);
  document.body.append(host);
  if (page) open();
  else resume();
};

Object.assign(window, { handrail: { open, close } });
if (document.body) start();
else addEventListener("DOMContentLoaded", start);
