// What an editor holds: the entry as saved and as written, what is wrong where, and what came in between.
import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import { ask, type Answer } from "../../../settings/ask.ts";
import { route } from "../../../settings/route.ts";
import { forgetKept, keepEntry, recallKept, type Kept } from "./kept.ts";
import { at, bare, content, entries, same, tidied } from "./shape.ts";
import type { Entry, Person, Problem, Saved, Versioned } from "./shape.ts";

const pauseMs = 500;

/** Another version stands there, or none any more; ``by`` null: it was changed in the files. */
export interface Clash {
  message: string;
  by: Person | null;
  theirs: Versioned | null;
}

export interface Editor {
  value: Entry;
  saved: Entry;
  version: string;
  /** The id it is saved under; empty: it is new. */
  id: string;
  dirty: boolean;
  busy: boolean;
  refused: string;
  clash: Clash | null;
  kept: Kept | null;
  set: (changes: Partial<Entry>) => void;
  /** Everything wrong with a field, or with something inside it. */
  problems: (field: string) => Problem[];
  /** The first sentence about exactly this field. */
  wrong: (field: string) => string | undefined;
  all: Problem[];
  save: () => Promise<Saved | null>;
  discard: () => void;
  /** Goes on from what stands there: ``value`` is what is written now. */
  rebase: (saved: Versioned, value?: Entry) => void;
  /** What was written and is not there any more becomes a new entry. */
  asNew: () => void;
  stay: () => void;
  restore: () => void;
  forget: () => void;
}

/** ``start``: what is written at the beginning, which may be more than what was opened; ``from``: the gap that a new
 * entry is written for. */
export function useEditor(
  me: string,
  opened: Entry & { version?: string },
  known: Problem[],
  start: Entry,
  from: string,
): Editor {
  const [id, setId] = useState(opened.version ? opened.id : "");
  const place = id || `new ${from}`.trim();
  const [saved, setSaved] = useState(bare(opened));
  const [version, setVersion] = useState(opened.version ?? "");
  const [value, setValue] = useState(start);
  const [found, setFound] = useState(known);
  const [refused, refuse] = useState("");
  const [clash, setClash] = useState<Clash | null>(null);
  const [busy, setBusy] = useState(false);
  const [kept, setKept] = useState(() => differing(recallKept(me, place), start));
  const key = useMemo(() => ({}), []);
  const dirty = !same(value, saved);
  useHeld(key, dirty);
  useKeeping(me, place, version, value, dirty, kept !== null);
  useChecking(value, id, dirty, setFound);
  const rebase = (now: Versioned, written?: Entry): void => {
    setId(now.id);
    setSaved(bare(now));
    setVersion(now.version);
    setValue(written ?? bare(now));
    setClash(null);
    refuse("");
  };
  const save = async (): Promise<Saved | null> => {
    if (busy) return null;
    setBusy(true);
    const answer = await send(id, version, tidied(value));
    setBusy(false);
    if (answer.ok) {
      forgetKept(me, place);
      rebase(answer.body.entry!);
      return answer.body;
    }
    const { theirs, gone, by, problems } = answer.said;
    if (theirs || gone) {
      setClash({
        message: answer.message,
        by: (by as Person) ?? null,
        theirs: (theirs as Versioned) ?? null,
      });
    } else {
      if (problems) setFound(problems as Problem[]);
      refuse(problems ? "" : answer.message);
      if (problems) showFirst();
    }
    return null;
  };
  const problems = (field: string): Problem[] =>
    found.filter((one) => one.field === field || one.field.startsWith(`${field}.`));
  return {
    value,
    saved,
    version,
    id,
    dirty,
    busy,
    refused,
    clash,
    kept,
    save,
    rebase,
    problems,
    all: found,
    wrong: (field) => found.find((one) => one.field === field && one.level === "error")?.sentence,
    set: (changes) => {
      setValue((before) => ({ ...before, ...changes }));
      refuse("");
    },
    discard: () => {
      forgetKept(me, place);
      setValue(saved);
      refuse("");
    },
    asNew: () => {
      setId("");
      setVersion("");
      setSaved({ ...saved, title: "" });
      setClash(null);
    },
    stay: () => setClash(null),
    restore: () => {
      if (!kept) return;
      setValue(kept.entry);
      if (id) setVersion(kept.version);
      setKept(null);
    },
    forget: () => {
      forgetKept(me, place);
      setKept(null);
    },
  };
}

const differing = (kept: Kept | null, now: Entry): Kept | null =>
  kept && !same(kept.entry, now) ? kept : null;

function send(id: string, version: string, entry: Entry): Promise<Answer<Saved>> {
  return id
    ? ask<Saved>("PUT", at(id), { version, entry })
    : ask<Saved>("POST", entries, { entry: { ...entry } });
}

/** The first field that is wrong gets the focus, wherever it is folded away. */
function showFirst(): void {
  setTimeout(() => {
    const field = document.querySelector<HTMLElement>("main [aria-invalid=true], main .problem.error");
    for (let fold = field?.closest("details"); fold; fold = fold.parentElement?.closest("details")) {
      fold.open = true;
    }
    field?.scrollIntoView({ block: "center" });
    field?.focus();
  });
}

function useHeld(key: object, dirty: boolean): void {
  useEffect(() => route.holds(key, dirty), [dirty]);
  useEffect(() => () => route.holds(key, false), []);
}

/** Not while something kept is still offered: it would be written over. */
function useKeeping(
  me: string,
  place: string,
  version: string,
  value: Entry,
  dirty: boolean,
  offered: boolean,
): void {
  useEffect(() => {
    if (offered) return;
    if (!dirty) return forgetKept(me, place);
    const timer = setTimeout(() => keepEntry(me, place, version, value), pauseMs);
    return () => clearTimeout(timer);
  }, [value, dirty, offered]);
}

function useChecking(value: Entry, id: string, dirty: boolean, put: (found: Problem[]) => void): void {
  const latest = useRef(0);
  useEffect(() => {
    if (!dirty) return;
    const number = (latest.current += 1);
    const timer = setTimeout(() => {
      const body = { entry: tidied(value), original: id || null };
      void ask<{ problems: Problem[] }>("POST", `${content}/problems`, body).then((answer) => {
        if (answer.ok && latest.current === number) put(answer.body.problems);
      });
    }, pauseMs);
    return () => clearTimeout(timer);
  }, [value, id, dirty]);
}
