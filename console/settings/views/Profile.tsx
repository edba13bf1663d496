// One's own account, as customers and colleagues see it.
import type { View } from "../pages.ts";

const Profile: View = ({ me }) => (
  <dl class="facts-list">
    <div>
      <dt>Name</dt>
      <dd>{me.name}</dd>
    </div>
    <div>
      <dt>E-mail</dt>
      <dd>{me.email}</dd>
    </div>
  </dl>
);

export default Profile;
