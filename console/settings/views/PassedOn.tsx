// A link that is shown once, because no mail carries it.
import { Copy } from "../kit/Copy.tsx";
import { Dialog } from "../kit/Dialog.tsx";
import { strings as common } from "../strings/en.ts";
import { strings } from "../strings/accounts.en.ts";

export function PassedOn({ link, lasts, close }: { link: string; lasts: string; close: () => void }) {
  return (
    <Dialog title={strings.linkTitle} close={close}>
      <p>{strings.linkText(lasts)}</p>
      <pre class="snippet" tabIndex={0}>
        {link}
      </pre>
      <div class="buttons">
        <Copy text={link} />
        <button type="button" onClick={close}>
          {common.close}
        </button>
      </div>
    </Dialog>
  );
}
