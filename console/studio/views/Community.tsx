// Public questions beneath the entries: nobody reads them before somebody of the team has.
import { useState } from "preact/hooks";
import type { View } from "../../settings/house.ts";
import { address, Empty, follow, Load, useLoaded } from "../../settings/kit/index.ts";
import { when } from "../../settings/when.ts";
import { strings } from "../strings/community.en.ts";
import { Acts } from "./community/Acts.tsx";
import { path, type Listed, type Post, type Question } from "./community/shape.ts";

const states = ["pending", "approved", "rejected"] as const;

const Community: View = ({ may }) => {
  const [state, show] = useState<string>("pending");
  const loaded = useLoaded<Listed>(`${path}?state=${state}`);
  const again = (): void => void loaded.again();
  return (
    <>
      <p class="intro">{strings.intro}</p>
      <div class="buttons" role="group" aria-label={strings.show}>
        {states.map((one) => (
          <button key={one} type="button" aria-pressed={one === state} onClick={() => show(one)}>
            {strings.states[one]}
          </button>
        ))}
      </div>
      <Load of={loaded}>
        {({ questions, pending }) => (
          <>
            <p role="status">{strings.pending(pending)}</p>
            {questions.length ? (
              <ul class="posts">
                {questions.map((one) => (
                  <li key={one.id}>
                    <Asked question={one} may={may} again={again} />
                  </li>
                ))}
              </ul>
            ) : (
              <Empty title={strings.none[state]!}>
                <p>{strings.noneText}</p>
              </Empty>
            )}
          </>
        )}
      </Load>
    </>
  );
};

function Asked({ question, may, again }: { question: Question; may: boolean; again: () => void }) {
  const { entry, title, answers } = question;
  return (
    <article class={`post ${question.state}`}>
      <p class="quiet">
        {strings.about}{" "}
        {title ? (
          <a href={address(`entries/${entry}`)} onClick={follow} dir="auto">
            {title}
          </a>
        ) : (
          strings.gone(entry)
        )}
      </p>
      <Said post={question} by={strings.by(question.name, when(question.at))} />
      {question.mail && <p class="quiet">{strings.tellMail}</p>}
      {may && <Acts post={question} entry={question} again={again} />}
      {answers.map((one) => (
        <div key={one.id} class={`post reply ${one.state}`}>
          <Said
            post={one}
            by={
              one.author
                ? strings.ours(one.author.name, when(one.at))
                : strings.answerBy(one.name, when(one.at))
            }
          />
          {may && <Acts post={one} entry={null} again={again} />}
        </div>
      ))}
    </article>
  );
}

function Said({ post, by }: { post: Post; by: string }) {
  return (
    <>
      <p class="words" dir="auto">
        {post.text}
      </p>
      <p class="quiet">
        <bdi>{by}</bdi>
        {post.useful > 0 && ` · ${strings.useful(post.useful)}`}{" "}
        {post.reports > 0 && <span class="badge bad">{strings.reported(post.reports)}</span>}
      </p>
      {post.state === "rejected" && (
        <p class="quiet" dir="auto">
          {strings.because(post.decided_by, post.reason)}
        </p>
      )}
    </>
  );
}

export default Community;
