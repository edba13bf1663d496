// What a help page does better with a script: it searches while you type, and a person comes without leaving the page.
// Everything here works without it, too.
import { keep, recall } from "../connection/keep.ts";

interface Found {
  title: string;
  href: string;
  language: string;
}

/** A pause in typing this long is worth a search. */
const pauseMs = 250;

for (const form of document.querySelectorAll<HTMLFormElement>("form[role=search]")) searchWhileTyping(form);

document.addEventListener("click", (event) => {
  const link = (event.target as Element).closest<HTMLAnchorElement>("a.person");
  const { handrail } = window as { handrail?: { open?: (...given: unknown[]) => void } };
  if (!link || !handrail?.open || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const { entry, question } = link.dataset;
  handrail.open(entry || null, "person", question || null);
});

document.addEventListener("submit", (event) => {
  const form = event.target as HTMLFormElement;
  const part = form.closest<HTMLElement>(".part");
  if (form.method !== "post" || !part) return;
  event.preventDefault();
  void send(form, part, event.submitter as HTMLButtonElement | null);
});

/** What the page would say after loading anew, said in its place. */
async function send(
  form: HTMLFormElement,
  part: HTMLElement,
  button: HTMLButtonElement | null,
): Promise<void> {
  const alert = form.querySelector<HTMLElement>("[role=alert]")!;
  const buttons = [...form.querySelectorAll("button")];
  const fields = new URLSearchParams(new FormData(form, button) as unknown as Record<string, string>);
  const token = form.dataset.affects && recall("token");
  for (const one of buttons) one.disabled = true;
  alert.textContent = "";
  try {
    const answer = await fetch(form.action, {
      method: "POST",
      headers: { accept: "application/json", ...(token && { authorization: `Bearer ${token}` }) },
      body: fields,
    });
    const { said, message } = (await answer.json()) as { said?: string; message?: string };
    const next = said && part.querySelector<HTMLTemplateElement>(`template[data-said="${said}"]`);
    if (!next) alert.textContent = message ?? "";
    else {
      if (form.dataset.affects) keep(`affected:${form.dataset.affects}`, "1");
      for (const shown of part.querySelectorAll("form, details, [role=status]")) shown.remove();
      part.append(next.content.cloneNode(true));
      part.querySelector<HTMLElement>("textarea")?.focus();
    }
  } catch {
    form.submit(); // The network may be back by then; if not, the browser says so.
  }
  for (const one of buttons) one.disabled = false;
}

function searchWhileTyping(form: HTMLFormElement): void {
  const input = form.querySelector("input")!;
  const list = document.createElement("ul");
  const box = document.createElement("div");
  box.className = "suggested";
  box.role = "status";
  box.hidden = true;
  list.className = "links";
  box.append(list);
  form.after(box);
  let waits: ReturnType<typeof setTimeout> | undefined;
  let asked = 0;
  input.addEventListener("input", () => {
    clearTimeout(waits);
    const query = input.value.trim();
    const number = ++asked;
    if (!query) box.hidden = true;
    else waits = setTimeout(() => void look(query, number), pauseMs);
  });

  async function look(query: string, number: number): Promise<void> {
    try {
      const answer = await fetch(`${form.action}?${new URLSearchParams({ q: query })}`, {
        headers: { accept: "application/json" },
      });
      const { entries } = (await answer.json()) as { entries?: Found[] };
      if (number !== asked || !entries) return;
      list.replaceChildren(...entries.slice(0, 6).map(item));
      box.hidden = !entries.length;
    } catch {
      box.hidden = true; // The button still searches, as it does without us.
    }
  }
}

function item({ title, href, language }: Found): HTMLLIElement {
  const one = document.createElement("li");
  const link = document.createElement("a");
  link.href = href;
  link.lang = language;
  link.dir = "auto";
  link.textContent = title;
  one.append(link);
  return one;
}
