// Eight weeks as eight bars, the newest last; said in numbers to those who do not see them.
import { strings } from "../../strings/gaps.en.ts";

const HEIGHT = 24;
const STEP = 9;

export function Weeks({ of }: { of: readonly number[] }) {
  const most = Math.max(1, ...of);
  return (
    <p class="gap-weeks">
      <svg
        role="img"
        aria-label={strings.trend(of)}
        width={of.length * STEP}
        height={HEIGHT}
        viewBox={`0 0 ${of.length * STEP} ${HEIGHT}`}
      >
        {of.map((n, week) => {
          const tall = n ? Math.max(3, Math.round((n / most) * HEIGHT)) : 1;
          return <rect key={week} x={week * STEP} y={HEIGHT - tall} width={STEP - 3} height={tall} />;
        })}
      </svg>{" "}
      <span>{strings.thisWeek(of.at(-1) ?? 0)}</span>
    </p>
  );
}
