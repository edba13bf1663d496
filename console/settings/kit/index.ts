// What the pages of the settings are built from.
export { ask, type Answer } from "../ask.ts";
export { address, follow, route } from "../route.ts";
export { confirmed } from "./confirm.ts";
export { Copy } from "./Copy.tsx";
export { Dialog } from "./Dialog.tsx";
export {
  AreaField,
  CheckField,
  Checks,
  Field,
  FieldError,
  NumberField,
  SelectField,
  TextField,
} from "./Field.tsx";
export type { Choice } from "./Field.tsx";
export { useForm, type Form } from "./form.ts";
export { Empty, Failed, Load, Loading, useLoaded } from "./load.tsx";
export { done, failed } from "./notice.ts";
export { SavedForm } from "./SaveBar.tsx";
export { Table, type Row } from "./Table.tsx";
