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

const style = (name: string, value: string) => host.style.setProperty(name, value);

// Without a viewport tag a phone lays the page out far wider than its screen; we then grow to match.
const fit = (): void => {
  const narrow = Math.min(innerWidth, screen.width) < 500;
  host.toggleAttribute("narrow", narrow);
  style("--zoom", String(narrow ? Math.max(1, innerWidth / screen.width) : 1));
};

// Another page of the site, and the chat is open, or somebody is waiting for an answer: go on without a click.
const resume = (): void => {
  try {
    if (page || localStorage["handrail:open"]) open();
    else if (localStorage["handrail:active"]) load();
  } catch {
    // Storage is forbidden here, so nothing was kept.
  }
};

const start = (): void => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  root.adoptedStyleSheets = [sheet];
  if (!page) root.append(launcher);
  launcher.className = "launcher";
  launcher.ariaLabel = options.label ?? "Chat with us";
  launcher.ariaExpanded = "false";
  launcher.onclick = open;
  if (options.side) host.setAttribute("side", options.side);
  if (options.color) style("--handrail-brand", options.color);
  fit();
  addEventListener("resize", fit);
  document.body.append(host);
  resume();
};

Object.assign(window, { handrail: { open, close } });
if (document.body) start();
else addEventListener("DOMContentLoaded", start);
