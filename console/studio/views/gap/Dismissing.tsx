// Why a gap needs no entry: asked for, because somebody else will wonder.
import { useState } from "preact/hooks";
import { AreaField, Dialog } from "../../../settings/kit/index.ts";
import { strings as common } from "../../../settings/strings/en.ts";
import { strings } from "../../strings/gaps.en.ts";

interface Props {
  close: () => void;
  dismiss: (reason: string) => Promise<unknown>;
}

export function Dismissing({ close, dismiss }: Props) {
  const [reason, setReason] = useState("");
  const [busy, setBusy] = useState(false);
  return (
    <Dialog title={strings.dismissTitle} close={close}>
      <p>{strings.dismissText}</p>
      <form
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          setBusy(true);
          void dismiss(reason).then(() => setBusy(false));
        }}
      >
        <AreaField label={strings.dismissWhy} value={reason} change={setReason} rows={2} maxLength={500} />
        <div class="buttons">
          <button type="submit" class="solid" disabled={busy || !reason.trim()}>
            {strings.dismiss.replace("…", "")}
          </button>
          <button type="button" onClick={close}>
            {common.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
