// What customers were not helped with: the list, and one of them.
import type { View } from "../../settings/house.ts";
import { useObserved } from "../../../widget/connection/observed.ts";
import { route } from "../../settings/route.ts";
import { List } from "./gap/List.tsx";
import { One } from "./gap/One.tsx";

const Gaps: View = ({ may }) => {
  useObserved(route);
  const id = route.parts[1];
  return id ? <One key={id} id={id} may={may} /> : <List may={may} />;
};

export default Gaps;
