// What is known to be wrong now, on the line at the top: agents need not find out from every customer anew.
import { useEffect, useState } from "preact/hooks";
import { Text } from "../../widget/message/Text.tsx";
import { moment } from "../clock.ts";
import { strings } from "../strings/en.ts";

interface Issue {
  id: string;
  title: string;
  text: string;
  since: string;
  closed: string | null;
  affected: number;
}

/** How late a new issue may be seen; a look at the page asks at once. */
const lookEveryMs = 60_000;

export function KnownIssues() {
  const issues = useOpenIssues();
  if (!issues.length) return null;
  return (
    <details class="menu issues" onFocusOut={closeWhenLeft} onKeyDown={closeOnEscape}>
      <summary>{strings.knownIssues(issues.length)}</summary>
      <div>
        <ul>
          {issues.map(({ id, title, text, since, affected }) => (
            <li key={id}>
              <strong dir="auto">{title}</strong>
              {text && <Text text={text} />}
              <p class="quiet">{strings.affected(affected, moment(since))}</p>
            </li>
          ))}
        </ul>
        <a href="/settings/known-issues">{strings.allIssues}</a>
      </div>
    </details>
  );
}

function useOpenIssues(): Issue[] {
  const [issues, setIssues] = useState<Issue[]>([]);
  useEffect(() => {
    const look = async (): Promise<void> => {
      if (document.visibilityState !== "visible") return;
      try {
        const response = await fetch("/api/known-issues/all");
        if (!response.ok) return;
        const { issues }: { issues: Issue[] } = await response.json();
        setIssues(issues.filter(({ closed }) => !closed));
      } catch {
        // What was known stays; the next look may get through.
      }
    };
    void look();
    const again = setInterval(() => void look(), lookEveryMs);
    document.addEventListener("visibilitychange", look);
    return () => {
      clearInterval(again);
      document.removeEventListener("visibilitychange", look);
    };
  }, []);
  return issues;
}

function closeWhenLeft({ currentTarget, relatedTarget }: FocusEvent): void {
  const menu = currentTarget as HTMLDetailsElement;
  if (relatedTarget && !menu.contains(relatedTarget as Node)) menu.open = false;
}

function closeOnEscape(event: KeyboardEvent): void {
  const menu = event.currentTarget as HTMLDetailsElement;
  if (event.key !== "Escape" || !menu.open) return;
  event.stopPropagation();
  menu.open = false;
  menu.querySelector("summary")!.focus();
}
