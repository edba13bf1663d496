// What was missing, in readers' words. What has a conversation is followed up there, the rest is marked here.
import type { Agent } from "../../../../widget/connection/wire.ts";
import { ask, done, failed, Load, useLoaded } from "../../../settings/kit/index.ts";
import { when } from "../../../settings/when.ts";
import { strings } from "../../strings/feedback.en.ts";
import { path, type Comment, type Counted } from "./shape.ts";

interface Props {
  only: Counted | null;
  me: Agent;
  may: boolean;
  again: () => void;
  all: () => void;
}

export function Comments({ only, me, may, again, all }: Props) {
  const query = only ? `?entry=${encodeURIComponent(only.entry)}` : "";
  const loaded = useLoaded<{ comments: Comment[] }>(`${path}/comments${query}`);
  const changed = (): void => {
    void loaded.again();
    again();
  };
  return (
    <section>
      <h2>{strings.words}</h2>
      {only && (
        <p class="buttons">
          <span dir="auto">{strings.only(only.title ?? only.entry)}</span>
          <button type="button" onClick={all}>
            {strings.all}
          </button>
        </p>
      )}
      <Load of={loaded}>
        {({ comments }) =>
          comments.length ? (
            <ul class="posts">
              {comments.map((one) => (
                <li key={one.id}>
                  <One comment={one} {...{ me, may, changed }} />
                </li>
              ))}
            </ul>
          ) : (
            <p class="quiet">{strings.noWords}</p>
          )
        }
      </Load>
    </section>
  );
}

interface OneProps {
  comment: Comment;
  me: Agent;
  may: boolean;
  changed: () => void;
}

function One({ comment, me, may, changed }: OneProps) {
  const { state, owner, conversation } = comment;
  const mark = async (wanted: { done?: boolean; mine?: boolean }, told: string): Promise<void> => {
    const answer = await ask("PUT", `${path}/comments/${comment.id}`, wanted);
    if (!answer.ok) return failed(answer.message);
    done(told);
    changed();
  };
  return (
    <article class={`post ${state === "done" ? "approved" : "pending"}`}>
      <p class="words" dir="auto">
        {comment.text ?? strings.erased}
      </p>
      <p class="quiet">
        {comment.entry} · <time dateTime={comment.at}>{when(comment.at)}</time> ·{" "}
        <span class={state === "done" ? "badge good" : state === "open" ? "badge wait" : "badge"}>
          {strings.states[state]}
        </span>{" "}
        {owner && <bdi>{strings.by(owner.name)}</bdi>}
      </p>
      <p class="buttons">
        {conversation
          ? // Content staff open no conversations.
            me.role !== "content" && (
              <a class="button" href={`/console#/conversation/${conversation}`}>
                {strings.follow}
              </a>
            )
          : may && (
              <>
                {state === "open" && (
                  <button type="button" onClick={() => void mark({ mine: true }, strings.isMine)}>
                    {strings.mine}
                  </button>
                )}
                {state === "owned" && (
                  <button type="button" onClick={() => void mark({}, strings.isNobodys)}>
                    {strings.leave}
                  </button>
                )}
                {state === "done" ? (
                  <button type="button" onClick={() => void mark({ mine: true }, strings.isOpen)}>
                    {strings.again}
                  </button>
                ) : (
                  <button type="button" onClick={() => void mark({ done: true }, strings.isDone)}>
                    {strings.done}
                  </button>
                )}
              </>
            )}
      </p>
    </article>
  );
}
