// One conversation that was found: who, when, what became of it, and the words with the hit marked.
import { moment } from "../clock.ts";
import { strings as words } from "../strings/en.ts";
import { finding as strings } from "../strings/finding.en.ts";
import type { Found } from "./ask.ts";

interface Props {
  found: Found;
  current: boolean;
  open: () => void;
}

export function Result({ found: one, current, open }: Props) {
  const { status, customer, email, team, last, found } = one;
  const about = [strings.statuses[status], found.helped?.name, team].filter(Boolean);
  if (found.score) about.push(strings.rated(found.score));
  return (
    <button type="button" class={`entry row ${status}`} aria-current={current} onClick={open}>
      <span class="who">
        <strong dir="auto">{customer.name || email || words.visitor}</strong>
        <time dateTime={found.active}>{moment(found.active)}</time>
      </span>
      <span class="later">{about.join(" · ")}</span>
      {found.hit ? (
        <span class="hit" dir="auto">
          {found.hit.by.role !== "customer" && `${found.hit.by.name ?? strings.by[found.hit.by.role]}: `}
          {found.hit.parts.map(({ text, hit }) => (hit ? <mark>{text}</mark> : text))}
        </span>
      ) : (
        last && (
          <span class="last" dir="auto">
            {last.by !== "customer" && `${strings.by[last.by]}: `}
            {last.text}
          </span>
        )
      )}
    </button>
  );
}
