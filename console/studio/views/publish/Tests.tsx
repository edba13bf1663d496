// Staff's own test questions: how many pass before and after, and which fail.
import { Table } from "../../../settings/kit/Table.tsx";
import { address, follow } from "../../../settings/route.ts";
import { strings } from "../../strings/publish.en.ts";
import { Decided } from "./Preview.tsx";
import type { Preview } from "./shape.ts";

export function Tests({ of }: { of: Preview }) {
  const { all, passed, passed_before, failed, newly_failing } = of.tests;
  return (
    <>
      <h3>{strings.tests}</h3>
      <p>{all ? strings.testsPass(passed, all, passed_before) : strings.noTests}</p>
      {newly_failing > 0 && (
        <p class="told bad" role="alert">
          {strings.newlyFailing(newly_failing)}
        </p>
      )}
      {failed.length > 0 && (
        <Table
          caption={strings.failing}
          head={[strings.test, strings.entry, strings.got]}
          rows={failed.map((one) => ({
            key: `${one.entry} ${one.kind} ${one.text}`,
            cells: [
              <span key="text" dir="auto">
                {strings.kind[one.kind]}: {one.text}
              </span>,
              <a
                key="entry"
                href={address(`entries/${encodeURIComponent(one.entry)}`)}
                onClick={follow}
                dir="auto"
              >
                {one.title || one.entry}
              </a>,
              <>
                <Decided of={one.after} titles={of.titles} />
                {one.passed_before === false && <span class="hint"> ({strings.failsNow})</span>}
              </>,
            ],
          }))}
        />
      )}
    </>
  );
}
