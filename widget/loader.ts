// The one script tag: puts the launcher on the page and fetches the chat when it is first wanted.
// Classic script, no dependency; every byte here is paid by every page view of the site that carries it.
import css from "./look/launcher.css" with { type: "text" };
import type { Chat } from "./chat.tsx";

declare const CHAT_URL: string;
declare const MOUNT: string;
declare const LANGUAGES: string;
declare const LANGUAGE_ENDING: string;

const script = document.currentScript as HTMLScriptElement;
const options = script.dataset;
const { origin } = new URL(script.src);
const host = document.createElement("handrail-chat");
const root = host.attachShadow({ mode: "open" });
const launcher = document.createElement("button");
const page = "page" in options;
let chat: Promise<Chat | void> | undefined;

// The first of these that we speak: what the site says of its chat, of its page, and what the visitor reads.
const wished = [options.lang, page || document.documentElement.lang, ...navigator.languages];
const wanted = RegExp(`,(${LANGUAGES})(?![a-z])`).exec(`,${wished}`.toLowerCase())?.[1] ?? "en";
const words = (language: string) => import(origin + "/assets/" + language + LANGUAGE_ENDING);

const load = () =>
  (chat ??= Promise.all([import(origin + CHAT_URL), words(wanted).catch(() => words("en"))])
    .then(([chat, { strings }]) => chat[MOUNT]({ host, root, launcher, origin, options, words: strings }))
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
