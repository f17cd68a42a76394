import type { Furniture } from "../examples.ts";
import type { PathName } from "../paths.ts";

/**
 * How the reference's examples come by their ids in a shell: a variable each, filled from the workspace that is there. What
 * only reads takes the first record of a kind; what writes makes one, and leaves everybody's own records alone.
 */

/** What stands before all examples: whom they ask, as whom, and two short words for what they do again and again. */
export const beginning = (url: string) => `export URL=${url}
export KEY=tl_…                               # Settings, API keys
export W="$URL/api/v1/workspaces/acme"        # your workspace, as in /w/acme/inbox

api() { curl -s -H "Authorization: Bearer $KEY" -H 'Content-Type: application/json' "$@"; }
field() { grep -o "\\"$1\\":\\"[^\\"]*\\"" | head -n 1 | cut -d '"' -f 4; }`;

/** For the few operations that are for people and no key. */
export const signingIn = `export EMAIL=mira@acme.example PASSWORD='…'

COOKIE=$(mktemp)                              # where curl keeps your session
CSRF=$(curl -s -c "$COOKIE" "$URL/api/auth/csrf" | field csrfToken)
curl -s -b "$COOKIE" -c "$COOKIE" -H "Origin: $URL" "$URL/api/auth/callback/credentials" \\
  --json "{\\"csrfToken\\":\\"$CSRF\\",\\"email\\":\\"$EMAIL\\",\\"password\\":\\"$PASSWORD\\"}"`;

type Variable = {
  name: string;
  /** Other variables that it needs. */
  after?: (keyof Furniture)[];
  /** How one is made; and how the first that is there is found, for what only reads. */
  made: string;
  first?: string;
};

const post = (path: string, body: object, field = "id") =>
  `$(api "$W/${path}" -d '${JSON.stringify(body).replace("$RANDOM", "'$RANDOM'")}' | field ${field})`;
const first = (path: string, field = "id") => `$(api "$W/${path}" | field ${field})`;

const company = { name: "COMPANY", made: post("companies", { name: "Example" }), first: first("companies?limit=1") };
const product = { name: "PRODUCT", made: post("products", { name: "Example $RANDOM" }) };
const contact = { name: "CONTACT", made: post("contacts", { name: "Example" }), first: first("contacts?limit=1") };
const example = { key: "example-$RANDOM", name: "Example" };
const metricKey = {
  name: "METRIC_KEY",
  made: post("metrics", example, "key"),
  first: first("metrics?limit=1", "key"),
};
const objective = {
  name: "OBJECTIVE",
  made: post("objectives", { title: "Example" }),
  first: first("objectives?limit=1"),
};
const keyResult: Variable = {
  name: "KEY_RESULT",
  after: ["objectiveId"],
  made: post("objectives/$OBJECTIVE/key-results", { title: "Example", target: 100 }),
  first: first("objectives/$OBJECTIVE/key-results"),
};
const feedback = { name: "FEEDBACK", made: post("feedback", { title: "Example" }), first: first("feedback?limit=1") };
const idea = { name: "IDEA", made: post("ideas", { title: "Example" }), first: first("ideas?limit=1") };
const card = {
  name: "CARD",
  made: post("initiatives", { title: "Example", horizon: "next" }),
  first: first("initiatives?limit=1"),
};
const outcome: Variable = {
  name: "OUTCOME",
  after: ["metricId", "initiativeId"],
  made: `$(api "$W/initiatives/$CARD/outcomes" -d "{\\"metricId\\":\\"$METRIC\\",\\"expected\\":40}" | field id)`,
};
const comment: Variable = {
  name: "COMMENT",
  after: ["ideaId"],
  made: `$(api "$W/comments" -d "{\\"subject\\":\\"idea:$IDEA\\",\\"body\\":\\"Example\\"}" | field id)`,
};
const invitation = { email: "example-$RANDOM@initech.example", role: "viewer" };
const joined =
  '$(api "$URL/api/v1/invitations/$TOKEN" -d \'{"name":"Example","password":"a long enough pass phrase"}\' | field id)';
const member: Variable = { name: "MEMBER", after: ["invitationToken"], made: joined };

export const variables: Record<keyof Furniture, Variable> = {
  userId: { name: "MEMBER", made: first("members?limit=1") },
  memberId: member,
  spareMemberId: member,
  invitationId: { name: "INVITATION", made: post("invitations", invitation) },
  invitationToken: { name: "TOKEN", made: post("invitations", invitation, "token") },
  apiKeyId: { name: "API_KEY", made: post("api-keys", { name: "Example $RANDOM", scopes: ["read"] }) },
  productId: product,
  spareProductId: product,
  companyId: company,
  spareCompanyId: company,
  contactId: contact,
  spareContactId: contact,
  metricKey,
  spareMetricKey: metricKey,
  metricId: { name: "METRIC", made: post("metrics", example), first: first("metrics?limit=1") },
  objectiveId: objective,
  spareObjectiveId: objective,
  keyResultId: keyResult,
  spareKeyResultId: keyResult,
  feedbackId: feedback,
  linkedFeedbackId: feedback,
  spareFeedbackId: feedback,
  ideaId: idea,
  spareIdeaId: idea,
  initiativeId: card,
  spareInitiativeId: card,
  outcomeId: outcome,
  spareOutcomeId: outcome,
  importId: { name: "IMPORT", made: `$(api "$W/imports?format=throughline" -d '[{"title":"Example"}]' | field id)` },
  waitingImportId: { name: "IMPORT", made: `$(api "$W/imports?format=json" -d '[{"Subject":"Example"}]' | field id)` },
  eventId: { name: "EVENT", after: ["ideaId"], made: first("events?subject=idea:$IDEA&order=desc") },
  commentId: comment,
  spareCommentId: comment,
  sessionId: {
    name: "SESSION",
    made: '$(curl -s -b "$COOKIE" "$URL/api/v1/sessions" | grep -o \'"id":"[^"]*"\' | tail -n 1 | cut -d \'"\' -f 4)',
  },
  setupToken: { name: "TOKEN", made: "…                                      # from the link that the server printed" },
  signUpToken: { name: "TOKEN", made: "…                                      # from the mailed link, behind its #" },
  resetToken: { name: "TOKEN", made: "…                                      # from the mailed link, behind its #" },
  password: { name: "PASSWORD", made: "" },
};

const done = `until api "$W/imports/$IMPORT" | grep -q '"state":"done"'; do sleep 1; done`;
const quietly = (rest: string) => `api ${rest} > /dev/null`;

/** What brings a record to where its operation can be carried out. */
export const leadingUp: Partial<Record<PathName, string[]>> = {
  "workspace.delete": [
    "SPARE=spare-$RANDOM",
    'curl -s -b "$COOKIE" -H "Origin: $URL" "$URL/api/v1/workspaces" --json "{\\"name\\":\\"Spare\\",\\"slug\\":\\"$SPARE\\"}" > /dev/null',
  ],
  "feedback.restore": [quietly('-X DELETE "$W/feedback/$FEEDBACK"')],
  "feedback.reopen": [quietly(`"$W/feedback/$FEEDBACK/review" -d '{}'`)],
  "evidence.unlink": [quietly(`-X PUT "$W/feedback/$FEEDBACK/ideas/$IDEA" -d '{}'`)],
  "idea.reopen": [quietly(`"$W/ideas/$IDEA/set-aside" -d '{"reason":"not_now"}'`)],
  "initiative.reopen": [quietly(`"$W/initiatives/$CARD/set-aside" -d '{"reason":"not_now"}'`)],
  "objective.reopen": [quietly(`"$W/objectives/$OBJECTIVE/close" -d '{}'`)],
  "import.start": [
    `IMPORT=$(api "$W/imports?format=throughline&dryRun=true" -d '[{"title":"Example"}]' | field id)`,
    done,
  ],
  // One that waits to be told what its columns mean: another has ended before it could be cancelled.
  "import.cancel": [`IMPORT=$(api "$W/imports?format=json" -d '[{"Subject":"Example"}]' | field id)`],
  "import.undo": [done],
  "import.rejectedFile": [done],
};

/** Where the example asks for another workspace than yours. */
export const elsewhere: Partial<Record<PathName, string>> = {
  "workspace.delete": '"$URL/api/v1/workspaces/$SPARE"',
};
