/** Every write of the roadmap, for `lib/api/routes.ts`; loading it says how each is undone. */
export { createInitiative, deleteInitiative, updateInitiative } from "./initiatives/commands.ts";
export { moveInitiative } from "./initiatives/moves.ts";
export { reopenInitiative, setAsideInitiative } from "./initiatives/set-aside.ts";
export { createOutcome, deleteOutcome, updateOutcome } from "./outcomes/commands.ts";
export { reviewOutcome } from "./outcomes/review.ts";

import "./undo.ts";
